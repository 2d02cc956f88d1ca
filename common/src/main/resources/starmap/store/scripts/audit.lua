-- audit.lua: looks whether Redis lost a part of a job; makes it again, or ends the job as damaged.
-- include: time keys job chunk fleet dispatch finish audit
-- KEYS: job keys
-- flags: allow-oom
-- ARGV: now, job id, lease (ms), upload deadline (ms)
-- returns sound | repaired | damaged | ended | gone
local now, id = clock(ARGV[1]), ARGV[2]
local job, damaged = load_job(id)
if not job then
  if not redis.call('ZSCORE', K.jobs, id) and redis.call('HEXISTS', K.flow, id) == 0 then return 'gone' end
  redis.call('HSET', K.job, 'v', '2')
  job, damaged = load_job(id)
end
local error = job.error
local made, lost = redis.call('ZADD', K.jobs, 'NX', text(now), id), nil
if TERMINAL[job.state] then
  redis.call('ZADD', K.gc, 'NX', text(now + math.max(job.ttl, LEAST_TTL)), id)
  return damaged and 'damaged' or 'ended'
end
made = made + redis.call('HSETNX', K.flow, id, '0')
local waits = job.state == 'ACCEPTING' or job.reopening > 0
local soon = waits and now + tonumber(ARGV[4]) or patience(job, now)
if not redis.call('ZSCORE', K.gc, id) and (soon < math.huge or job.deadline > 0) then
  watch(job, soon)
  made = made + 1
end
if redis.call('HEXISTS', K.job, 'spec') == 0 then lost = 'field spec' end
if not lost then
  local more
  more, lost = examine(job, now, tonumber(ARGV[3]))
  made = made + more
end
if lost then damage(job, lost, now) end
if job.state ~= 'ACCEPTING' then finish_when_complete(job, now) end
if TERMINAL[job.state] then made = made + 1 end
dispatch(job)
save_job(job)
announce(job)
return (lost or job.error ~= error) and 'damaged' or (made > 0 and 'repaired' or 'sound')
