-- resume.lua: a paused job goes on; in the queue it stands as one that has just arrived.
-- include: time keys job chunk fleet dispatch finish
-- KEYS: job keys
-- ARGV: now, job id
-- returns resumed | ended | gone, then the state
local job = load_job(ARGV[2])
if not job then return {'gone', ''} end
if TERMINAL[job.state] then return {'ended', job.state} end
if job.paused == 1 then
  job.paused = 0
  if job.state == 'PAUSED' then job.state = running_state(job) end
  line_up(job, virtual_time())
end
dispatch(job)
save_job(job)
announce(job)
return {'resumed', job.state}
