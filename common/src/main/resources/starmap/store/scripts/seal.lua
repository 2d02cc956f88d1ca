-- seal.lua: the input is complete, so the total is known and the window fills.
-- include: time keys job chunk fleet dispatch finish input
-- KEYS: job keys
-- ARGV: now, job id
-- returns sealed | gone, then the state
local job = load_job(ARGV[2])
if not job then return {'gone', ''} end
local answer = seal(job, clock(ARGV[1]))
dispatch(job)
save_job(job)
announce(job)
return {answer, job.state}
