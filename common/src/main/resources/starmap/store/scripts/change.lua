-- change.lua: changes options of a job; of one that has ended only how long it is kept.
-- include: time keys job chunk fleet dispatch finish
-- KEYS: job keys
-- ARGV: now, job id, field, value...
-- returns changed | ended | gone
local now, job = clock(ARGV[1]), load_job(ARGV[2])
if not job then return 'gone' end
for i = 3, #ARGV, 2 do
  if TERMINAL[job.state] and ARGV[i] ~= 'ttl' then return 'ended' end
end
local weight = job.weight
for i = 3, #ARGV, 2 do
  local name, value = ARGV[i], ARGV[i + 1]
  if job[name] ~= nil then job[name] = tonumber(value) else redis.call('HSET', K.job, name, value) end
end
if TERMINAL[job.state] then
  redis.call('ZADD', K.gc, text(job.finished + job.ttl), job.id)
else
  finish_when_complete(job, now)
end
if not TERMINAL[job.state] and job.paused == 0 and job.weight ~= weight then line_up(job) end
dispatch(job)
save_job(job)
announce(job)
return 'changed'
