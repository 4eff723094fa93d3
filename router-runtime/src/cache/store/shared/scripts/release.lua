-- Ends the lease of a token, and may remove the record. If the lease has ended, the record may be a newer one: that of the token, which was
-- acknowledged late, or of another lease.
-- KEYS: the hash of the path. ARGV: the field, the token or '', 1 to remove the record.
local field = ARGV[1]
local held = redis.call('HGET', KEYS[1], field .. ':l')
local is_held = string.match(held or '', '^(%S+) ') == ARGV[2]
if is_held then
    redis.call('HDEL', KEYS[1], field .. ':l')
end
if ARGV[3] == '1' and (is_held or ARGV[2] == '') then
    redis.call('HDEL', KEYS[1], field .. ':m', field .. ':b')
end
return 1
