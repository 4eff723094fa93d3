-- Grants a lease, or returns the time in milliseconds until that of its holder ends.
-- KEYS: the hash of the path. ARGV: the field, a new token, the length of a lease in milliseconds, the maximum number of fields, the time in
-- milliseconds until which the caller waits.
local lease, length = ARGV[1] .. ':l', tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- After the server was frozen, the caller has given up.
if now > tonumber(ARGV[5]) then
    return { 3, 0 }
end
local held = redis.call('HGET', KEYS[1], lease)
if held then
    local ends, total = string.match(held, ' (%d+) (%d+)$')
    local left = tonumber(ends) - now
    -- A lease that would still last for longer than it ever did is left from before the clock of the server was set back.
    if left > 0 and left <= tonumber(total) then
        return { 0, left }
    end
elseif redis.call('HLEN', KEYS[1]) > tonumber(ARGV[4]) then
    return { 2, 0 }
end
local order = redis.call('HINCRBY', KEYS[1], 'c', 1)
redis.call('HSET', KEYS[1], lease, string.format('%s %d %.0f %.0f', ARGV[2], order, now + length, length))
if redis.call('PTTL', KEYS[1]) < 2 * length then
    redis.call('PEXPIRE', KEYS[1], 2 * length)
end
return { 1, order }
