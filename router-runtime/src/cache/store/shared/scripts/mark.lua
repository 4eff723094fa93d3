-- Invalidates tags, and appends the invalidation to the log, in one step.
-- KEYS: versions, versions by epoch, state, log. ARGV: the number of the invalidation, its effect (h, p, s, w; a: everything, softly), the
-- time in milliseconds after which it is hard (0: never), all tags and paths as one text for the log, the maximum numbers of versions
-- and of log entries, the age in milliseconds from which a version concerns no record; then the tags.
local versions, by_epoch, state, log = unpack(KEYS)
local id, effect = ARGV[1], ARGV[2]
local before = redis.call('HMGET', state, 'nonce', 'last', 'hard', 'soft')
if not before[1] or redis.call('HGET', versions, '') ~= before[1] then
    return redis.error_reply('NOSTATE the state of the tags is missing')
end
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local deadline = 0
if ARGV[3] ~= '0' then
    deadline = now + tonumber(ARGV[3]) * 1000
end
local epoch = redis.call('HINCRBY', state, 'epoch', 1)
local function read(tag)
    local version = redis.call('HGET', versions, tag)
    local hard, soft, by, at = string.match(version or '', '^(%d+) (%d+) (%d+) (%d+)$')
    return tonumber(hard or 0), tonumber(soft or 0), tonumber(by or 0), tonumber(at or 0)
end
for index = 8, #ARGV do
    local hard, soft, by = read(ARGV[index])
    if effect == 'h' or effect == 'p' then
        hard = epoch
    else
        local earlier = soft > hard and by or 0
        if earlier ~= 0 and earlier <= now then
            hard, earlier = soft, 0
        end
        -- The earlier deadline holds for both.
        by = deadline
        if earlier ~= 0 and (by == 0 or earlier < by) then
            by = earlier
        end
        soft = epoch
    end
    redis.call('HSET', versions, ARGV[index], string.format('%.0f %.0f %.0f %.0f', hard, soft, by, now))
    redis.call('ZADD', by_epoch, epoch, ARGV[index])
end
local floor_hard, floor_soft = tonumber(before[3] or 0), tonumber(before[4] or 0)
if effect == 'a' then
    floor_soft = epoch
end
local over = redis.call('ZCARD', by_epoch) - tonumber(ARGV[5])
if over > 0 then
    -- Removes more tags than this call can have added, so that an oversized table shrinks.
    local forgotten = redis.call('ZPOPMIN', by_epoch, math.min(over, 100 + #ARGV))
    for index = 1, #forgotten, 2 do
        local hard, soft, by, at = read(forgotten[index])
        redis.call('HDEL', versions, forgotten[index])
        if now - at < tonumber(ARGV[7]) * 1000 then
            if by ~= 0 then
                hard = math.max(hard, soft)
            end
            floor_hard = math.max(floor_hard, hard)
            floor_soft = math.max(floor_soft, soft)
        end
    end
end
redis.call('XADD', log, 'MAXLEN', '~', ARGV[6], string.format('%.0f-0', epoch),
    'i', id, 'p', before[2] or '0', 'k', effect, 'd', string.format('%.0f', deadline), 't', ARGV[4])
redis.call('HSET', state, 'last', id, 'hard', string.format('%.0f', floor_hard), 'soft', string.format('%.0f', floor_soft))
return { before[1], epoch }
