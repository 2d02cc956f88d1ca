-- retry.lua: opens an ended job again under a new epoch; `reopen` then finds its failed items.
-- include: time keys job chunk fleet dispatch finish
-- KEYS: job keys
-- ARGV: now, job id, new epoch, most active jobs, deadline of the reopening (ms)
-- returns reopened | active | nothing_failed | not_stored | over (its input is gone) | refused | gone
local now, job = clock(ARGV[1]), load_job(ARGV[2])

local function refusal()
  if not job then return 'gone' end
  if job.reopening > 0 then return 'reopened' end
  if not TERMINAL[job.state] then return 'active' end
  if job.state == 'SUCCEEDED' then return 'nothing_failed' end
  if job.keep ~= 'KEPT' then return 'not_stored' end
  if job.errorat == NO_ITEM or job.failed == 0 then return 'over' end
  if job.state == 'CANCELLED' or job.state == 'EXPIRED' or job.total < 0 then return 'over' end
  return redis.call('HLEN', K.flow) >= tonumber(ARGV[4]) and 'refused'
end

local refused = refusal()
if refused then return refused end
job.epoch, job.state, job.reopening, job.finished = ARGV[3], 'RUNNING', job.recorded, 0
job.error, job.errorat = '', 0
if job.timeout > 0 then job.deadline = now + job.timeout end
redis.call('HSET', K.flow, job.id, '0')
watch(job, now + tonumber(ARGV[5]))
dispatch(job)
save_job(job)
announce(job)
return 'reopened'
