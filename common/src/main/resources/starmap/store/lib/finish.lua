-- The end of a job whose every item is recorded, or that failed.

local function has_failed(job)
  if job.failed == 0 then return false end
  if job.onerror == 'FAIL' then return true end
  if job.limited == 0 then return false end
  return job.failed > job.tolerate or (job.total >= 0 and job.failed * 100 > job.percent * job.total)
end

-- What was counted must be there, or the job would be called complete and its results could not be read.
local function missing(job)
  if job.succeeded + job.failed > job.total then return 'counters' end
  if job.contig ~= job.total then return 'index of results' end
  if redis.call('HLEN', K.fold) ~= job.folds then return 'reduction' end
  if job.keep == 'NONE' then return nil end
  if redis.call('LLEN', K.log) ~= job.recorded then return 'log of results' end
  if redis.call('HLEN', K.results) ~= job.held then return 'results' end
  if redis.call('ZCARD', K.map) < job.held then return 'index of results' end
  return nil
end

local function finish_when_complete(job, now)
  if TERMINAL[job.state] or job.reopening > 0 then return end
  if has_failed(job) then return finish(job, 'FAILED', now) end
  if job.total < 0 then return end
  if job.succeeded + job.failed < job.total then return end
  local lost = missing(job)
  if lost then return damage(job, lost, now) end
  -- only workers have a function that folds, so what is left is folded by jobs of their own
  if job.merge > 0 and job.folds > 1 then return redis.call('SADD', K.folding, job.id) end
  finish(job, job.failed > 0 and 'PARTIAL' or 'SUCCEEDED', now)
end

-- Tells whoever collects this job; the channel is named like the job list, the message is the job id. Behind the id comes the one
-- segment of a small job that has just succeeded, `ID total\nSEGMENT`, so that its reader need not ask for it.
local function announce(job, segment)
  redis.call('PUBLISH', K.jobs, segment and job.id .. ' ' .. text(job.total) .. '\n' .. segment or job.id)
end
