-- pause.lua: nothing more of a job is claimed or dispatched; chunks at work are finished, and what waits keeps its attempts.
-- include: time keys job chunk finish
-- KEYS: job keys
-- flags: allow-oom
-- ARGV: now, job id
-- returns paused | ended | gone, then the state
local job = load_job(ARGV[2])
if not job then return {'gone', ''} end
if TERMINAL[job.state] then return {'ended', job.state} end
job.paused = 1
if RUNS[job.state] then job.state = 'PAUSED' end
for _, id in ipairs(redis.call('HKEYS', K.chunks)) do redis.call('ZREM', K.ready, id) end
save_job(job)
announce(job)
return {'paused', job.state}
