-- The divisible chunk: reading the parts of a settlement, and putting them in the chunk's place.
local ARITY = {R = 8, D = 2, Q = 1, L = 1}

-- Everything is read and checked before the first write (rule R1).
local function read_parts(at, count, id)
  local parts, covered, computed = {}, 0, 0
  for _ = 1, count do
    local kind = ARGV[at]
    if not ARITY[kind] then error('settle: unknown part ' .. tostring(kind)) end
    local part = {kind = kind, length = tonumber(ARGV[at + 1])}
    for j = 1, 7 do part[j] = ARGV[at + 1 + j] end
    if kind == 'R' then computed = computed + part.length end
    parts[#parts + 1], covered, at = part, covered + part.length, at + 1 + ARITY[kind]
  end
  local _, length = span(id)
  if covered ~= length then error('settle: parts cover ' .. covered .. ' of ' .. length .. ' items of ' .. id) end
  return parts, at, computed
end

local function read_settlements(at)
  local settlements = {}
  while at <= #ARGV do
    local one = {id = ARGV[at], token = ARGV[at + 1], micros = tonumber(ARGV[at + 2])}
    one.parts, at, one.computed = read_parts(at + 4, tonumber(ARGV[at + 3]), one.id)
    settlements[#settlements + 1] = one
  end
  return settlements
end

local PLACE = {
  R = function(job, chunk, part, start, now)
    local told = account(job, now, chunk.attempts, chunk.each * part.length, chunk.worker)
    record(job, chunk.block, start, part.length, tonumber(part[1]), part[2], told, part[5])
    tally(part, chunk.each)
    if part[4] ~= '' then note_error(job, tonumber(part[3]), part[4]) end
  end,
  D = function(job, chunk, part, start, now)
    local id = chunk_id(job, start, part.length)
    write_chunk(id, 'D', chunk.attempts, chunk.strikes, '', chunk.block)
    redis.call('ZADD', K.due, text(now + tonumber(part[1])), id)
    job.retried, job.delayed = job.retried + part.length, job.delayed + 1
  end,
  Q = function(job, chunk, part, start)
    make_ready(job, chunk_id(job, start, part.length), chunk.attempts - 1, chunk.strikes, chunk.block)
  end,
  L = function(job, chunk, part, start, now, lease)
    local id = chunk_id(job, start, part.length)
    local pos = math.max(-1, chunk.pos - (start - chunk.start)) -- what was written ahead moves along
    write_chunk(id, 'L', chunk.attempts, chunk.strikes, chunk.token, chunk.block, pos)
    redis.call('ZADD', K.due, text(now + lease), id)
    job.running = job.running + part.length
  end,
}

-- Every API process hears what is told.
local MOST_TOLD = 4096

-- The segment that this settlement recorded, if it is all that the job's reader waits for.
local function whole_result(job, settlements, answers)
  local part = settlements[1].parts[1]
  local whole = answers[1] == 'recorded' and part.kind == 'R' and part.length == job.total and job.state == 'SUCCEEDED'
  return whole and job.keep == 'UNTIL_READ' and #part[2] <= MOST_TOLD and part[2] or nil
end

-- Only the holder may divide; a late holder may still record the whole range, as long as nobody else has.
local function settle(job, chunk, settlement, now, lease)
  local holds = chunk.state == 'L' and chunk.token == settlement.token
  local parts = settlement.parts
  if not holds and (#parts > 1 or parts[1].kind ~= 'R') then return 'lost' end
  drop_chunk(job, chunk)
  local start, computed, returned = chunk.start, settlement.computed, 0
  -- a late result is that of whoever sent it
  chunk.worker, chunk.each = settlement.token, settlement.micros / math.max(1, computed)
  note_busy(settlement.micros)
  for _, part in ipairs(parts) do
    PLACE[part.kind](job, chunk, part, start, now, lease)
    if part.kind == 'Q' then returned = returned + 1 end
    start = start + part.length
  end
  ring(returned)
  local unmeasured = job.cost == 0
  if holds then measure(job, computed, settlement.micros) end
  -- the first chunk that is measured tells what it and those of its job that wait cost
  if unmeasured and job.cost > 0 and job.paused == 0 then line_up(job, virtual_time() + price(job, computed)) end
  return holds and 'recorded' or 'late'
end
