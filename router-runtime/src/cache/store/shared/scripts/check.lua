-- Compares what an instance knows with the state of the tags, and repairs the state: if it is missing, or if the server lost invalidations
-- that the instance knows.
-- KEYS: versions, versions by epoch, state, log. ARGV: nonce, epoch and last number that the instance knows, a new nonce, a new number, 1 if
-- the log shows that the invalidation of that number is lost.
local versions, by_epoch, state, log = unpack(KEYS)
local known = tonumber(ARGV[2])
local now = redis.call('HMGET', state, 'nonce', 'epoch', 'last', 'survived')
local function renew(epoch, survived)
    redis.call('DEL', versions, by_epoch, state, log)
    now = { ARGV[4], string.format('%.0f', epoch), ARGV[5], survived }
    redis.call('HSET', state, 'nonce', now[1], 'epoch', now[2], 'last', now[3], 'survived', now[4])
    redis.call('HSET', versions, '', now[1])
end
if not now[1] or not now[2] then
    -- It is unknown which invalidations are lost.
    renew(known + 1, '0')
elseif redis.call('HGET', versions, '') ~= now[1] then
    renew(math.max(tonumber(now[2]), known) + 1, '0')
elseif now[1] == ARGV[1] then
    local epoch = tonumber(now[2])
    if ARGV[6] == '1' then
        renew(math.max(epoch, known) + 1, '0')
    elseif epoch < known or (epoch == known and now[3] ~= ARGV[3]) then
        renew(math.max(epoch, known) + 1, now[2])
    end
end
local time = redis.call('TIME')
return { now[1], now[2], now[3], now[4], time[1] * 1000000 + time[2] }
