-- The job record: what scripts compute with, packed in one field of the job's hash. `noted` is the last state in its history.
local function blank(id)
  return {
    id = id, state = '', noted = '', epoch = '', ['function'] = '', onerror = '', keep = '', error = '', history = '',
    total = 0, uploaded = 0, cursor = 0, bstart = 0, bend = 0, running = 0, succeeded = 0, failed = 0, contig = 0, recorded = 0,
    reclaimed = 0, retried = 0, delayed = 0, unread = 0, held = 0, size = 0, auto = 0, cost = 0, weight = 0, ttl = 0, early = 0,
    errorat = 0, created = 0, started = 0, finished = 0, limited = 0, tolerate = 0, percent = 0, timeout = 0, deadline = 0,
    again = 0, reopening = 0, paused = 0, most = 0, folds = 0, waiting = 0, merge = 0, queue = '', together = 0,
  }
end

-- A job whose function not every worker has waits in the queue of its source; an empty name is the queue that all workers serve.
local function enter(job, queue)
  job.queue = queue or '' -- records of earlier versions have none
  K.ready = job.queue == '' and KEYS[1] or string.sub(KEYS[1], 1, -#'default' - 1) .. job.queue
end

local TERMINAL = {SUCCEEDED = true, PARTIAL = true, FAILED = true, CANCELLED = true, EXPIRED = true}
local LEAST_TTL = 3600000

-- All of its input is there, and it has not ended.
local RUNS = {QUEUED = true, RUNNING = true, PAUSED = true}

local function running_state(job)
  return job.paused == 1 and 'PAUSED' or (job.started > 0 and 'RUNNING' or 'QUEUED')
end

-- How long a job whose results go to one reader only waits for it: nobody else would ever end it.
local READER_MS = 3600000

-- How long an upload whose results are read is kept from one look at them to the next.
local PAUSE_MS = 60000

-- `errorat` of a damaged job.
local NO_ITEM = -1

local function text(number)
  return string.format(number % 1 == 0 and '%d' or '%.17g', number)
end

local function save_job(job)
  if job.state ~= job.noted then
    job.history, job.noted = with_state(job.history, job.state, clock(ARGV[1])), job.state
  end
  redis.call('HSET', K.job, 'record', cmsgpack.pack(job))
end

-- When somebody must look after the job: its time is over, or that of whoever retries it.
local function watch(job, soon)
  local at = job.deadline > 0 and math.min(job.deadline, soon) or soon
  if at == math.huge then redis.call('ZREM', K.gc, job.id) else redis.call('ZADD', K.gc, text(at), job.id) end
end

-- When a job that runs is to be looked after although its time is not over.
local function patience(job, now)
  return job.keep == 'UNTIL_READ' and now + READER_MS or math.huge
end

-- A gap is a stretch below the cursor that is neither recorded nor outstanding; dispatch takes gaps first.
local function leave_gap(job, from, to, block)
  redis.call('RPUSH', K.again, text(from) .. ',' .. text(to) .. ';' .. block)
  job.again = job.again + to - from
end

-- A chunk that is dropped with its job may be wanted when the job is retried.
local function withdraw(job, id, retryable)
  local start, length = string.match(id, ':(%d+):(%d+)$')
  local block = retryable and string.match(redis.call('HGET', K.chunks, id), '([^;]*)$')
  if block then leave_gap(job, tonumber(start), start + length, block) end
  redis.call('ZREM', K.ready, id)
  redis.call('ZREM', K.due, id)
end

-- What became of a function's items, for people. A job that ends again, after a retry, has been counted.
local function count_items(job)
  local done, name = job.succeeded + job.failed, job['function']
  if done == 0 or name == '' or job.retried > 0 then return end
  redis.call('HINCRBY', K.costs, name .. '#done', text(done))
  if job.failed > 0 then redis.call('HINCRBY', K.costs, name .. '#failed', text(job.failed)) end
end

-- What ended and how long it took (ms), of all jobs together, for those who watch. A record that was lost does not tell when it began.
local function count_end(job, state, now)
  redis.call('HINCRBY', K.usage, 'ended:' .. state, 1)
  if job.created > 0 then redis.call('HINCRBY', K.usage, 'took:' .. state, text(math.max(0, now - job.created))) end
end

-- For the log of the API; whoever makes a direct call knows how it ended.
local MOST_ENDED = 10000
local function note_end(job)
  if job.keep == 'UNTIL_READ' then return end
  local numbers = {text(job.succeeded), text(job.failed), text(job.finished - job.created)}
  redis.call('RPUSH', K.ended, job.id .. ' ' .. job.state .. ' ' .. table.concat(numbers, ' ') .. ' ' .. job['function'])
  redis.call('LTRIM', K.ended, -MOST_ENDED, -1)
end

-- The way into a terminal state, for every reason: nothing of the job stays queued or leased, only its record, its
-- results and what a retry needs.
local function finish(job, state, now, damaged)
  local retryable = job.keep == 'KEPT' and job.total >= 0 and not damaged and (state == 'PARTIAL' or state == 'FAILED')
  for _, id in ipairs(redis.call('HKEYS', K.chunks)) do withdraw(job, id, retryable) end
  redis.call('UNLINK', K.chunks)
  if not retryable then
    redis.call('UNLINK', K.input, K.blocks, K.again)
    job.again, job.waiting = 0, 0
  end
  redis.call('HDEL', K.flow, job.id)
  if job.merge > 0 or damaged then redis.call('SREM', K.folding, job.id) end
  redis.call('ZADD', K.gc, text(now + (job.ttl > 0 and job.ttl or LEAST_TTL)), job.id)
  if job.cost > 0 and job['function'] ~= '' then redis.call('HSET', K.costs, job['function'], text(job.cost)) end
  count_items(job)
  count_end(job, state, now)
  job.state, job.finished, job.running, job.delayed, job.reopening, job.paused = state, now, 0, 0, 0, 0
  note_end(job)
end

-- Redis lost a part of the job that nothing else tells: better no result than a wrong one.
local function damage(job, what, now)
  if TERMINAL[job.state] then return end
  finish(job, 'FAILED', now, true)
  job.errorat = NO_ITEM
  job.error = '{"index":0,"type":"DAMAGED","message":"Redis lost a part of this job: ' .. what .. '","attempts":0}'
  save_job(job)
end

-- The job, nil where there is none; and whether its record was lost just now.
local function load_job(id)
  local record = redis.call('HGET', K.job, 'record')
  if record then
    local job = cmsgpack.unpack(record)
    enter(job, job.queue)
    return job, false
  end
  if redis.call('EXISTS', K.job) == 0 then return nil, false end
  local job = blank(id)
  damage(job, 'the record', clock(ARGV[1]))
  return job, true
end
