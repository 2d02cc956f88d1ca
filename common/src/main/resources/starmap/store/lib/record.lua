-- Recording results: fenced by the chunk's existence and by HSETNX, so the first writer wins.
local function consume(block, length)
  if block == '' or length == 0 then return end
  local start, size = string.match(block, '^(%d+),(%d+)$')
  local whole = length == tonumber(size)
  if whole or redis.call('HINCRBY', K.input, 'n' .. start, text(length)) == tonumber(size) then
    redis.call('HDEL', K.input, block, 'n' .. start)
  end
end

-- `contig` is the first index without a result; segments that came early wait for it in `map`.
local reached, AHEAD = false, 64

local function pass(job, entries)
  for _, entry in ipairs(entries) do
    local start, length = string.match(entry, '^(%d+):(%d+)')
    if tonumber(start) ~= job.contig then return false end
    job.contig = job.contig + tonumber(length)
  end
  return #entries == AHEAD
end

-- Called once behind all that a script records.
local function advance(job)
  if not reached then return end
  repeat
    local entries = redis.call('ZRANGEBYSCORE', K.map, text(job.contig), '+inf', 'LIMIT', 0, AHEAD)
  until not pass(job, entries)
  if job.keep == 'NONE' then redis.call('ZREMRANGEBYSCORE', K.map, '-inf', '(' .. text(job.contig)) end
end

-- So many folded values may wait to be folded together.
local MOST_FOLDS = 64

local function keep_fold(job, start, length, partial)
  if not partial or partial == '' then return end
  redis.call('HSET', K.fold, text(start) .. ':' .. job.epoch, text(length) .. ';' .. partial)
  job.folds = job.folds + 1
  if job.folds > MOST_FOLDS then redis.call('SADD', K.folding, job.id) end
end

-- What the ledger tells of a recorded stretch, `attempts:began:us:worker`: when its computing began, in ms since the job was
-- created, and how long it took. The token names the worker.
local function account(job, now, attempts, micros, token)
  local began = math.max(0, now - job.created - math.floor(micros / 1000))
  return text(attempts) .. ':' .. text(began) .. ':' .. text(math.floor(micros + 0.5)) .. ':' .. string.match(token, '^[^.]*')
end

-- Few failed items among many are found without looking at all that was recorded; of many, who looks for them sees enough.
local MOST_FAILURES = 1000

local function note_failures(job, start, failed, entry)
  if failed == 0 or job.keep ~= 'KEPT' or redis.call('ZCARD', K.failures) >= MOST_FAILURES then return end
  redis.call('ZADD', K.failures, text(start), entry)
end

local function record(job, block, start, length, failed, segment, told, partial)
  if job.keep ~= 'NONE' and redis.call('HSETNX', K.results, text(start), segment) == 0 then return false end
  local entry = text(start) .. ':' .. text(length) .. ':' .. text(failed) .. ':' .. told
  redis.call('ZADD', K.map, text(start), entry)
  note_failures(job, start, failed, entry)
  if job.keep ~= 'NONE' then redis.call('RPUSH', K.log, entry) end
  if job.keep ~= 'NONE' then job.held = job.held + 1 end
  if job.keep == 'UNTIL_READ' then job.unread = job.unread + #segment end
  job.succeeded, job.failed = job.succeeded + length - failed, job.failed + failed
  job.recorded = job.recorded + 1
  keep_fold(job, start, length, partial)
  -- input of failed items is needed for a retry
  consume(block, job.keep == 'KEPT' and length - failed or length)
  if start == job.contig then reached = true end
  return true
end

-- The job's own error is that of its lowest failed index, as a caller of Pool.map would see it.
local function note_error(job, index, error)
  if error == '' or (job.error ~= '' and job.errorat <= index) then return end
  job.error, job.errorat = error, index
end
