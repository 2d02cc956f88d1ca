-- The way into a terminal state, for every reason: nothing of the job stays queued or leased, only its record and results.
local function finish(job, state, now)
  for _, id in ipairs(redis.call('HKEYS', K.chunks)) do
    redis.call('ZREM', K.ready, id)
    redis.call('ZREM', K.due, id)
  end
  redis.call('UNLINK', K.chunks, K.input, K.blocks)
  redis.call('HDEL', K.flow, job.id)
  redis.call('HINCRBY', K.usage, 'jobs', -1)
  redis.call('ZADD', K.gc, text(now + job.ttl), job.id)
  if job.cost > 0 then redis.call('HSET', K.costs, job['function'], text(job.cost)) end
  job.state, job.finished, job.running, job.delayed = state, now, 0, 0
end

local function has_failed(job)
  if job.failed == 0 then return false end
  if job.onerror == 'FAIL' then return true end
  return job.limited == 1 and (job.failed > job.tolerate or job.failed * 100 > job.percent * job.total)
end

local function finish_when_complete(job, now)
  if TERMINAL[job.state] or job.total < 0 then return end
  if has_failed(job) then return finish(job, 'FAILED', now) end
  if job.succeeded + job.failed == job.total then
    finish(job, job.failed > 0 and 'PARTIAL' or 'SUCCEEDED', now)
  end
end

-- Tells whoever collects this job; the channel is named like the job list, the message is the job id.
local function announce(job)
  redis.call('PUBLISH', K.jobs, job.id)
end
