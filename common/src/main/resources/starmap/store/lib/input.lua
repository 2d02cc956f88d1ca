-- Creating a job and receiving its input; `submit` does all of it in one call, `create`, `put` and `seal` step by step.
-- `created` and the job, which is to be saved; or why not.
local function create(now, id, hash, fields, limits)
  local known = redis.call('HGET', K.job, 'hash')
  if known then return known == hash and 'exists' or 'conflict' end
  if redis.call('EXISTS', K.job) == 1 then return 'conflict' end
  if redis.call('HLEN', K.flow) >= limits.jobs then return 'refused' end
  -- a record that was lost may have left these
  redis.call('UNLINK', K.chunks, K.input, K.blocks, K.results, K.map, K.log, K.again, K.fold, K.stats, K.slow)
  local job, opaque = blank(id), {'v', '2', 'hash', hash}
  job.state, job.noted, job.history = 'ACCEPTING', 'ACCEPTING', with_state('', 'ACCEPTING', now)
  job.created, job.weight = now, 1
  for i = 1, #fields, 2 do
    local name, value = fields[i], fields[i + 1]
    if job[name] == nil then
      opaque[#opaque + 1], opaque[#opaque + 2] = name, value
    else
      job[name] = type(job[name]) == 'number' and tonumber(value) or value
    end
  end
  enter(job, job.queue)
  job.cost = tonumber(redis.call('HGET', K.costs, job['function']) or '0')
  job.auto = job.cost > 0 and guided(job) or math.max(FIRST, job.together)
  redis.call('HSET', K.job, unpack(opaque))
  redis.call('ZADD', K.jobs, text(now), id)
  redis.call('ZADD', K.gc, text(now + limits.upload_ms), id)
  redis.call('HSET', K.flow, id, '0')
  return 'created', job
end

-- The state of a job that was to be created.
local function state_of(job, id)
  local known = job or load_job(id)
  return known and known.state or ''
end

-- `waiting` is how many bytes of the input are not dispatched yet; the caller says how many may be.
local function put(job, start, count, bytes, most_waiting)
  if start < job.uploaded then return 'exists' end
  if start > job.uploaded then return 'gap' end
  if job.waiting >= most_waiting then return 'full' end
  redis.call('HSETNX', K.input, text(start) .. ',' .. text(count), bytes)
  redis.call('RPUSH', K.blocks, text(start) .. ',' .. text(start + count))
  job.uploaded, job.waiting = start + count, job.waiting + #bytes
  return 'stored'
end

local function seal(job, now)
  if job.state ~= 'ACCEPTING' then return 'sealed' end
  if job.total < 0 then job.total = job.uploaded else job.bend = job.total end
  job.state = running_state(job)
  if job.timeout > 0 then job.deadline = job.created + job.timeout end
  watch(job, patience(job, now))
  finish_when_complete(job, now)
  return 'sealed'
end
