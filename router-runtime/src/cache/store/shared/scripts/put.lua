-- Stores a record and ends its lease, if the lease is still that of the token. A hard invalidation of the path removes the hash, and so
-- every lease: a generation that started before it cannot store its record.
-- KEYS: the hash of the path. ARGV: the field, the token, epoch and nonce of the generation, age and lifetime in milliseconds, the tags,
-- the bytes, the maximum number of fields, the maximum time in milliseconds since the lease was granted.
local field = ARGV[1]
local held = redis.call('HGET', KEYS[1], field .. ':l')
local token, order, ends, length = string.match(held or '', '^(%S+) (%d+) (%d+) (%d+)$')
if token ~= ARGV[2] then
    return 0
end
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
-- After the server was frozen, the age is too small. The caller has given up, and may have sent what is newer than the old record.
if now / 1000 - (tonumber(ends) - tonumber(length)) > tonumber(ARGV[10]) then
    redis.call('HDEL', KEYS[1], field .. ':l', field .. ':m', field .. ':b')
    return 0
end
local created = now - tonumber(ARGV[5]) * 1000
local head = string.format('%s %s %s %.0f %s ', order, ARGV[3], ARGV[4], created, ARGV[6]) .. ARGV[7]
-- The first write of a script is refused if the memory is full, so it is the large one.
redis.call('HSET', KEYS[1], field .. ':m', head, field .. ':b', ARGV[8])
redis.call('HDEL', KEYS[1], field .. ':l')
for _ = 1, 8 do
    if redis.call('HLEN', KEYS[1]) <= tonumber(ARGV[9]) then
        break
    end
    local other = redis.call('HRANDFIELD', KEYS[1])
    local name = string.match(other, '^(.*):[mb]$')
    if name and name ~= field then
        redis.call('HDEL', KEYS[1], name .. ':m', name .. ':b')
    end
end
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[6]) then
    redis.call('PEXPIRE', KEYS[1], ARGV[6])
end
return 1
