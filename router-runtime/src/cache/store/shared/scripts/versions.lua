-- Reads the versions of tags, with the state of the table and the time in microseconds. The field '' of the versions is the nonce: if it is
-- not that of the state, the versions were lost.
-- KEYS: versions, state. ARGV: '', then the tags.
local found = redis.call('HMGET', KEYS[1], unpack(ARGV))
local state = redis.call('HMGET', KEYS[2], 'nonce', 'epoch', 'hard', 'soft')
local time = redis.call('TIME')
return { state[1], state[2], state[3], state[4], time[1] * 1000000 + time[2], found }
