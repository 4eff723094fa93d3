-- Ends the lease of a token, and may remove the record.
-- KEYS: the hash of the path. ARGV: the field, the token, 1 to remove the record.
local field = ARGV[1]
local held = redis.call('HGET', KEYS[1], field .. ':l')
if string.match(held or '', '^(%S+) ') == ARGV[2] then
    redis.call('HDEL', KEYS[1], field .. ':l')
end
if ARGV[3] == '1' then
    redis.call('HDEL', KEYS[1], field .. ':m', field .. ':b')
end
return 1
