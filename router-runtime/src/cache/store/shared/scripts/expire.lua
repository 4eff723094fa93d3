-- Invalidates a path: hard ones remove its hash, with all records and leases. A path without a hash takes no memory.
-- KEYS: the hash of the path. ARGV: 'hard' or 'soft', the time in milliseconds after which a soft one is hard; 0: never.
if ARGV[1] == 'hard' then
    return redis.call('UNLINK', KEYS[1])
end
if redis.call('EXISTS', KEYS[1]) == 0 then
    return 0
end
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local deadline = 0
if ARGV[2] ~= '0' then
    deadline = now + tonumber(ARGV[2]) * 1000
end
local soft, earlier, hard = string.match(redis.call('HGET', KEYS[1], 'y') or '', '^(%d+) (%d+) (%d+)$')
soft, earlier, hard = tonumber(soft or 0), tonumber(earlier or 0), tonumber(hard or 0)
if earlier ~= 0 and earlier <= now then
    hard, earlier = soft, 0
end
-- The earlier deadline holds for both.
if earlier ~= 0 and (deadline == 0 or earlier < deadline) then
    deadline = earlier
end
local order = redis.call('HINCRBY', KEYS[1], 'c', 1)
redis.call('HSET', KEYS[1], 'y', string.format('%.0f %.0f %.0f', order, deadline, hard))
return 1
