-- drain.lua: asks a worker to take no new chunks; it hears so on its bell, and with its next heartbeat in any case.
-- include: time
-- KEYS: workers, drains, ready (what the channel of its bell begins with), one more of no use here
-- flags: allow-oom
-- ARGV: now (of no use here), worker id
-- returns asked | gone
if redis.call('HEXISTS', KEYS[1], ARGV[2]) == 0 then return 'gone' end
redis.call('SADD', KEYS[2], ARGV[2])
redis.call('PUBLISH', KEYS[3] .. ':' .. ARGV[2], 'drain')
return 'asked'
