-- create.lua: accepts a job whose input follows with `put`.
-- include: time keys job chunk fleet dispatch finish input
-- KEYS: job keys
-- ARGV: now, job id, body hash, upload deadline (ms), most active jobs, field, value...
-- returns created | exists | conflict | refused, then the state
local now, id = clock(ARGV[1]), ARGV[2]
local fields = {}
for i = 6, #ARGV do fields[#fields + 1] = ARGV[i] end
local answer, job = create(now, id, ARGV[3], fields, {upload_ms = tonumber(ARGV[4]), jobs = tonumber(ARGV[5])})
if job then save_job(job) end
return {answer, state_of(job, id)}
