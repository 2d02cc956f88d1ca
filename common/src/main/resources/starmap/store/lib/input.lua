-- Creating a job and receiving its input; `submit` does all of it in one call, `create`, `put` and `seal` step by step.
-- `created` and the job; or why not.
local function create(now, id, hash, fields, limits)
  local known = redis.call('HMGET', K.job, 'hash', 'state')
  if known[1] then return known[1] == hash and 'exists' or 'conflict' end
  if redis.call('EXISTS', K.job) == 1 then return 'conflict' end
  if redis.call('HLEN', K.flow) >= limits.jobs then return 'refused' end
  -- a record that was lost may have left these
  redis.call('UNLINK', K.chunks, K.input, K.blocks, K.results, K.map, K.log, K.again, K.fold, K.stats, K.slow)
  local all = {v = '1', hash = hash, state = 'ACCEPTING', created = text(now), history = with_state('', 'ACCEPTING', now)}
  for i = 1, #fields, 2 do all[fields[i]] = fields[i + 1] end
  local cost = redis.call('HGET', K.costs, all['function'])
  all.cost, all.auto = cost or '0', text(cost and guided(tonumber(cost)) or FIRST)
  local raw, written = {}, {}
  for i, name in ipairs(FIELDS) do
    raw[i] = all[name] or (i > WORDS and '0' or '')
    all[name] = raw[i]
  end
  for name, value in pairs(all) do
    written[#written + 1] = name
    written[#written + 1] = value
  end
  redis.call('HSET', K.job, unpack(written))
  redis.call('ZADD', K.jobs, text(now), id)
  redis.call('ZADD', K.gc, text(now + limits.upload_ms), id)
  redis.call('HSET', K.flow, id, '0')
  return 'created', view(id, raw)
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
