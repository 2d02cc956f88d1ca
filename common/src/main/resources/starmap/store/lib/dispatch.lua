-- Cuts chunks from the job's gaps and its input until its window is full: the only place where new chunks come from (rule R4).
local TARGET_MS, FLOOR_MS, LEAST_MS, FIRST, LONGEST = 250, 0.1, 1, 8, 65536
local UNREAD_LIMIT, BURST = 32 * 1024 * 1024, 256

-- A slot claims at most so many chunks at once, as long as they should take no longer than that (ClaimLoop.java).
local MOST_CLAIM, CLAIM_MS = 64, 5

-- Chunks that wait to be tried again do not keep others from being dispatched, up to a number.
local MOST_DELAYED = 1024

-- The sweep notes how many slots serve the job's queue.
local function fleet_slots(job)
  if job.queue ~= '' then return math.max(1, (serving(K.usage, job.queue))) end
  return math.max(1, tonumber(redis.call('HGET', K.usage, 'slots') or '1'))
end

-- Twice what all slots that serve the job's queue claim at once, shared by all jobs: one chunk each, or several where the job wants tiny ones.
local function window(job)
  local active = math.max(1, redis.call('HLEN', K.flow))
  local work = job.cost * job.size
  local each = work > 0 and math.max(1, math.min(MOST_CLAIM, CLAIM_MS / work)) or 1
  local wide = math.max(16, math.min(1024, math.floor(2 * each * fleet_slots(job) / active)))
  return job.most > 0 and math.min(job.most, wide) or wide
end

-- Guided: about 250 ms of measured work, less towards the end so that all slots finish together; never under 1 ms of it, and in
-- a large fleet never so little that Redis would have to settle a chunk more often than each 0.1 ms, or that a slot that runs
-- several items at once could not.
local function next_length(job, left)
  if job.size > 0 then return math.min(job.size, left) end
  local length = job.auto
  if job.total >= 0 then
    local slots = fleet_slots(job)
    local share = math.ceil((job.total - job.cursor + job.again) / (2 * slots))
    local floor = job.cost > 0 and math.max(LEAST_MS, FLOOR_MS * slots) / job.cost or 1
    length = math.min(length, math.max(share, floor, job.together or 0))
  end
  return math.max(1, math.min(math.floor(length), left))
end

-- Items that make one chunk of the target time, at `cost` milliseconds of a slot an item, or that fill a slot.
local function guided(job)
  return math.max(1, job.together or 0, math.min(math.floor(TARGET_MS / job.cost), LONGEST))
end

-- Learns from a recorded part; a chunk grows at most 16-fold a step, because the first items may be the cheap ones.
local function measure(job, items, micros)
  if items == 0 then return end
  local cost = math.max(micros / 1000 / items, 1e-6)
  job.cost = job.cost > 0 and (job.cost + cost) / 2 or cost
  job.auto = math.min(guided(job), job.auto * 16)
end

-- What a chunk costs its job in the queue: its expected work, with the calls around it, in chunks of the target time.
-- Of a function that nobody has measured, the first few items are taken for so much.
local function price(job, length)
  if job.cost == 0 then return math.min(1, length / FIRST) / job.weight end
  return math.max(LEAST_MS, job.cost * length) / TARGET_MS / job.weight
end

local function virtual_time()
  return tonumber(redis.call('GET', K.vt) or '0')
end

-- Lets the chunks of a job that wait do so one behind the other, from a tag on, or from where the first one is.
local function line_up(job, tag)
  local waiting = {}
  for _, id in ipairs(redis.call('HKEYS', K.chunks)) do
    local chunk = read_chunk(id)
    if chunk.state == 'R' then
      chunk.tag = tonumber(redis.call('ZSCORE', K.ready, id) or '0')
      waiting[#waiting + 1] = chunk
    end
  end
  table.sort(waiting, function(a, b) return a.tag < b.tag or (a.tag == b.tag and a.start < b.start) end)
  tag = tag or (waiting[1] and waiting[1].tag)
  for _, chunk in ipairs(waiting) do
    redis.call('ZADD', K.ready, text(tag), chunk.id)
    tag = tag + price(job, chunk.length)
  end
  if tag then redis.call('HSET', K.flow, job.id, text(tag)) end
  ring(#waiting)
end

local function open_input(job)
  if job.cursor < job.bend then return true end
  local block = redis.call('LPOP', K.blocks)
  local from, to = string.match(block or '', '^(%d+),(%d+)$')
  if tonumber(from or '-1') ~= job.cursor then
    if job.cursor < job.uploaded then damage(job, 'list of blocks', clock(ARGV[1])) end
    return false
  end
  job.bstart, job.bend = job.cursor, tonumber(to)
  job.waiting = math.max(0, job.waiting - redis.call('HSTRLEN', K.input, from .. ',' .. text(job.bend - job.bstart)))
  return true
end

-- The first items of the first gap; what is behind them stays one.
local function next_of_gap(job)
  local from, to, block = string.match(redis.call('LPOP', K.again) or '', '^(%d+),(%d+);(.*)$')
  if not from then return damage(job, 'list of gaps', clock(ARGV[1])) end
  local start, length = tonumber(from), next_length(job, to - from)
  if start + length < tonumber(to) then redis.call('LPUSH', K.again, text(start + length) .. ',' .. to .. ';' .. block) end
  job.again = job.again - length
  return start, length, block
end

local function next_of_input(job)
  if not open_input(job) then return nil end
  local start, length = job.cursor, next_length(job, job.bend - job.cursor)
  job.cursor = start + length
  return start, length, job.uploaded > 0 and text(job.bstart) .. ',' .. text(job.bend - job.bstart) or ''
end

local function may_dispatch(job)
  local started = job.state == 'QUEUED' or job.state == 'RUNNING' or (job.state == 'ACCEPTING' and job.early == 1)
  return started and job.paused == 0 and job.unread < UNREAD_LIMIT
end

local function dispatch(job)
  if not may_dispatch(job) then return end
  local room = math.min(window(job) - redis.call('HLEN', K.chunks) + math.min(job.delayed, MOST_DELAYED), BURST)
  local tag = math.max(virtual_time(), tonumber(redis.call('HGET', K.flow, job.id) or '0'))
  local made, records, tags = 0, {}, {}
  while made < room do
    local start, length, block = (job.again > 0 and next_of_gap or next_of_input)(job)
    if not start then break end
    local id, at = chunk_id(job, start, length), 2 * made
    records[at + 1], records[at + 2] = id, chunk_record('R', 0, 0, ready_since(), block)
    tags[at + 1], tags[at + 2] = text(tag), id
    tag, made = tag + price(job, length), made + 1
  end
  if made == 0 or TERMINAL[job.state] then return end
  redis.call('HSET', K.chunks, unpack(records))
  redis.call('ZADD', K.ready, unpack(tags))
  redis.call('HSET', K.flow, job.id, text(tag))
  ring(made)
end
