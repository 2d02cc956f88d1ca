-- seat.lua: who sweeps: a few processes at a time, as each of them looks at the whole fleet. Asking keeps a seat, or takes a free one.
-- include: time
-- KEYS: sweepers, workers, one more of no use here
-- flags: allow-oom
-- ARGV: now, process, number of seats, how long one is kept without asking (ms)
-- returns taken | waiting, then the number of workers
local now, most, lasts = clock(ARGV[1]), tonumber(ARGV[3]), tonumber(ARGV[4])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - lasts))
redis.call('ZREMRANGEBYSCORE', KEYS[1], string.format('(%.0f', now), '+inf') -- the clock was put back
local taken = redis.call('ZSCORE', KEYS[1], ARGV[2]) or redis.call('ZCARD', KEYS[1]) < most
if taken then redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[2]) end
return {taken and 'taken' or 'waiting', string.format('%.0f', redis.call('HLEN', KEYS[2]))}
