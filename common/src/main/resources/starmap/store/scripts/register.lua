-- register.lua: a worker's heartbeat in the registry; the first one puts it there.
-- include: time
-- KEYS: workers
-- flags: allow-oom
-- ARGV: now, worker id, description (JSON, opaque here)
-- returns the time of the heartbeat (ms)
local now = clock(ARGV[1])
redis.call('HSET', KEYS[1], ARGV[2], string.format('%.0f', now) .. ';' .. ARGV[3])
return string.format('%.0f', now)
