-- Invalidates a path: hard ones remove its hash, with all records and leases. A path without a hash takes no memory.
-- KEYS: the hash of the path. ARGV: 'hard' or 'soft', the time in milliseconds after which a soft one is hard; 0: never.
if ARGV[1] == 'hard' then
    return redis.call('UNLINK', KEYS[1])
end
if redis.call('EXISTS', KEYS[1]) == 0 then
    return 0
end
local deadline = 0
if ARGV[2] ~= '0' then
    local time = redis.call('TIME')
    deadline = time[1] * 1000000 + time[2] + tonumber(ARGV[2]) * 1000
end
local order = redis.call('HINCRBY', KEYS[1], 'c', 1)
redis.call('HSET', KEYS[1], 'y', string.format('%d %.0f', order, deadline))
return 1
