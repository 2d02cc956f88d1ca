-- register.lua: a worker's heartbeat in the registry; the first one puts it there.
-- include: time
-- KEYS: workers, drains, two more of no use here
-- flags: allow-oom
-- ARGV: now, worker id, description (JSON, opaque here)
-- returns the time of the heartbeat (ms), then drains (it was asked to take no new chunks) | claims
local now = clock(ARGV[1])
redis.call('HSET', KEYS[1], ARGV[2], string.format('%.0f', now) .. ';' .. ARGV[3])
return {string.format('%.0f', now), redis.call('SISMEMBER', KEYS[2], ARGV[2]) == 1 and 'drains' or 'claims'}
