-- Reads the record of a path: its head, its bytes, the last soft invalidation of the path, and the time in microseconds.
-- KEYS: the hash of the path. ARGV: the field.
local read = redis.call('HMGET', KEYS[1], ARGV[1] .. ':m', ARGV[1] .. ':b', 'y')
local time = redis.call('TIME')
return { read[1], read[2], read[3], time[1] * 1000000 + time[2] }
