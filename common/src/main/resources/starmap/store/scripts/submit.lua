-- submit.lua: create, put and seal in one call, for generated inputs and for small uploads (at most one block).
-- include: time keys job chunk fleet dispatch finish input
-- KEYS: job keys
-- ARGV: now, job id, body hash, most active jobs, block item count (0 = none), block, field, value...
-- returns created | exists | conflict | refused, then the state
local now, id = clock(ARGV[1]), ARGV[2]
local fields = {}
for i = 7, #ARGV do fields[#fields + 1] = ARGV[i] end
local answer, job = create(now, id, ARGV[3], fields, {upload_ms = 0, jobs = tonumber(ARGV[4])})
if job then
  if ARGV[5] ~= '0' then put(job, 0, tonumber(ARGV[5]), ARGV[6], math.huge) end
  seal(job, now)
  dispatch(job)
  save_job(job)
end
return {answer, state_of(job, id)}
