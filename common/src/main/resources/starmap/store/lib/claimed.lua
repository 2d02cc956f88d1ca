-- Leasing one chunk of whatever job comes next. Keys of that job are built from the prefix in KEYS[5].
-- Where the worker serves queues of sources as well, these are the keys from here on.
local QUEUES = 7

local function look(claim, at)
  claim.heads[at] = tonumber(redis.call('ZRANGE', KEYS[at], 0, 0, 'WITHSCORES')[2])
end

-- Together the queues are one: whatever has the lowest virtual start time comes first. Only the head of the last one has changed.
local function choose(claim)
  if claim.heads then
    look(claim, claim.at)
  else
    claim.heads = {}
    look(claim, 1)
    for at = QUEUES, #KEYS do look(claim, at) end
  end
  claim.at = 1
  for at = QUEUES, #KEYS do
    if (claim.heads[at] or math.huge) < (claim.heads[claim.at] or math.huge) then claim.at = at end
  end
end

local function pop(claim)
  if #KEYS >= QUEUES then choose(claim) end
  return redis.call('ZPOPMIN', KEYS[claim.at])
end

-- Which queues of sources have more, counted from 0; and whether others starve who could help with what was claimed last.
local function outlook(claim)
  local more, most = {}, nil
  if claim.heads then look(claim, claim.at) end
  for at = QUEUES, #KEYS do
    if claim.heads[at] then more[#more + 1] = at - QUEUES end
  end
  if claim.at > 1 then
    local _, workers = serving(KEYS[6], string.sub(KEYS[claim.at], #KEYS[1] - #'default' + 1))
    most = workers - 1
  end
  return hunger(KEYS[4], KEYS[claim.at], most), more
end

local function job_of(claim, base)
  local job = claim.jobs[base]
  if job then return job end
  local fields = redis.call('HMGET', base, 'spec', 'record')
  if not fields[1] or not fields[2] then return nil end
  job = {spec = fields[1], record = cmsgpack.unpack(fields[2])}
  claim.jobs[base] = job
  return job
end

-- The first chunk of a job in this claim brings the job's spec.
local function start(claim, job, now)
  if job.number then return end
  job.number = #claim.specs + 1
  claim.specs[job.number] = job.spec
  local record = job.record
  if record.started == 0 then record.started = now end
  if record.state == 'QUEUED' then
    record.state, record.noted, record.history = 'RUNNING', 'RUNNING', with_state(record.history, 'RUNNING', now)
  end
end

local function save_jobs(claim)
  for base, job in pairs(claim.jobs) do
    if job.number then redis.call('HSET', base, 'record', cmsgpack.pack(job.record)) end
  end
end

-- How large a block is for whoever claims it; of a packed one, the head of its zstd frame tells.
local function plain_size(bytes)
  if string.byte(bytes) ~= 0x28 then return #bytes end
  local head = string.byte(bytes, 5)
  local a, b, c, d = string.byte(bytes, head % 64 >= 32 and 6 or 7, 10)
  return head < 128 and a + 256 * b + 256 or a + 256 * (b + 256 * (c + 256 * d))
end

-- The number of the chunk's block in this claim; nil where its bytes are lost.
local function block_of(claim, base, block)
  if block == '' then return 0 end
  local from, key = string.match(block, '^%d+'), base .. ';' .. block
  if not claim.seen[key] then
    local bytes = redis.call('HGET', base .. ':in', block)
    if not bytes then return nil end
    claim.bytes = claim.bytes + plain_size(bytes)
    claim.blocks[#claim.blocks + 1] = from
    claim.blocks[#claim.blocks + 1] = bytes
    claim.seen[key] = #claim.blocks / 2
  end
  return claim.seen[key]
end

-- An entry of the ready set whose chunk is gone or not ready is a stale hint, and is dropped by not taking it. So is one
-- of a damaged job, which the audit finds: a claim must not fail, as it would take other jobs' chunks along.
-- What would make the batch too long stays where it was, or the results of the small ones would wait for it. And a
-- suspect comes alone: neighbours in its batch would get a strike whenever it kills, and it one for theirs.
local function take(claim, id, now, lease, token, score)
  local base = KEYS[5] .. string.match(id, '^([^.]+)')
  local record = redis.call('HGET', base .. ':chunks', id) or ''
  local attempts, strikes, since, block = string.match(record, '^R;(%d+);(%d+);%-1;(%d*);(.*)$')
  local job, length = attempts and job_of(claim, base), tonumber(string.match(id, '%d+$'))
  if not job then return false end
  local work = job.record.cost > 0 and strikes == '0' and job.record.cost * length or math.huge
  if claim.count > 0 and claim.work + work > claim.most_work then
    redis.call('ZADD', KEYS[claim.at], score, id)
    claim.work = math.huge
    return false
  end
  local number = block_of(claim, base, block)
  if not number then return false end
  start(claim, job, now)
  local attempt = tonumber(attempts) + 1
  redis.call('HSET', base .. ':chunks', id, 'L;' .. attempt .. ';' .. strikes .. ';-1;' .. token .. ';' .. block)
  redis.call('ZADD', KEYS[2], string.format('%.0f', now + lease), id)
  job.record.running = job.record.running + length
  local waited = math.max(0, now - (tonumber(since) or now)) -- earlier versions did not write it
  local chunk = {id, token, attempt, tonumber(strikes), number, job.number, waited}
  for _, value in ipairs(chunk) do claim.chunks[#claim.chunks + 1] = value end
  claim.count = claim.count + 1
  claim.work = claim.work + work
  return true
end

-- A worker is idle while a slot of it finds nothing. The first idle one is told to those who hold chunks; while there are
-- others, every claim says so anyway, and thousands of idle workers must not wake each other.
local function note_idle(claim, now, worker, others_wait)
  if claim.count > 0 and not others_wait then return redis.call('ZREM', KEYS[4], worker) end
  local first = redis.call('ZADD', KEYS[4], 'NX', now, worker) == 1 and redis.call('ZCARD', KEYS[4]) == 1
  if first and claim.count == 0 and redis.call('ZCARD', KEYS[2]) > 0 then redis.call('PUBLISH', KEYS[4], worker) end
end
