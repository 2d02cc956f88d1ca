-- purge.lua: removes every key of a job, in whatever state it is.
-- include: time keys job chunk finish
-- KEYS: job keys
-- flags: allow-oom
-- ARGV: now, job id, when (always | expired: only if its life-cycle deadline has passed | uploading: only if its input is not complete)
-- returns purged | gone | kept | ended (its time-out was over: it stays for its retention) | reopening (a retry was left unfinished)
local now, id = clock(ARGV[1]), ARGV[2]
if ARGV[3] == 'expired' then
  local deadline = redis.call('ZSCORE', K.gc, id)
  if not deadline or tonumber(deadline) > now then return 'kept' end
end
local job = load_job(id)
if job and ARGV[3] == 'uploading' and job.state ~= 'ACCEPTING' then return 'kept' end
local inTime = job and (job.deadline == 0 or job.deadline > now)
if inTime and ARGV[3] == 'expired' and job.reopening > 0 then return 'reopening' end
if job and ARGV[3] == 'expired' and RUNS[job.state] then
  finish(job, 'EXPIRED', now)
  save_job(job)
  announce(job)
  return 'ended'
end
local runs = job and not TERMINAL[job.state]
if runs then finish(job, 'EXPIRED', now) end
redis.call('ZREM', K.gc, id)
redis.call('ZREM', K.jobs, id)
redis.call('SREM', K.folding, id)
redis.call('UNLINK', K.job, K.chunks, K.input, K.blocks, K.results, K.map, K.log, K.again, K.fold, K.stats, K.slow, K.failures)
if runs then announce(job) end -- of a job that had ended its watchers have heard
return job and 'purged' or 'gone'
