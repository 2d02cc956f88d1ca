-- reroute.lua: moves a job to the queue of its source, as a worker that does not have the source has claimed a chunk of it.
-- include: time keys job chunk
-- KEYS: job keys
-- flags: allow-oom
-- ARGV: now, job id, source
-- returns moved | kept (it is there already) | ended | gone
local job = load_job(ARGV[2])
if not job then return 'gone' end
if TERMINAL[job.state] then return 'ended' end
if job.queue == ARGV[3] then return 'kept' end
local from, moved = K.ready, 0
enter(job, ARGV[3])
for _, id in ipairs(redis.call('HKEYS', K.chunks)) do
  local tag = redis.call('ZSCORE', from, id)
  if tag then
    redis.call('ZADD', K.ready, tag, id)
    redis.call('ZREM', from, id)
    moved = moved + 1
  end
end
save_job(job)
ring(moved)
return 'moved'
