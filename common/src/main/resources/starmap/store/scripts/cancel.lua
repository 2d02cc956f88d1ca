-- cancel.lua: ends a job at once; its chunks leave the queue, and workers learn it from extend and settle.
-- include: time keys job chunk finish
-- KEYS: job keys
-- flags: allow-oom
-- ARGV: now, job id
-- returns cancelled | ended (it had ended before) | gone, then the state
local job = load_job(ARGV[2])
if not job then return {'gone', ''} end
if TERMINAL[job.state] then return {'ended', job.state} end
finish(job, 'CANCELLED', clock(ARGV[1]))
save_job(job)
announce(job)
return {'cancelled', job.state}
