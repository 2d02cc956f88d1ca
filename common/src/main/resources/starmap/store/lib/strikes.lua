-- Poison items: a chunk that keeps killing its workers is narrowed down to the item that does it.
local ISOLATE_AT, CRASH_AT = 2, 3

local function again(job, chunk, from, to, strikes)
  if to > from then make_ready(job, chunk_id(job, from, to - from), chunk.attempts, strikes, chunk.block) end
end

-- Written-ahead progress names the item.
local function isolate(job, chunk)
  local from, to = chunk.start, chunk.start + chunk.length
  local bad = math.max(from, math.min(from + tonumber(chunk.pos), to - 1))
  again(job, chunk, from, bad, 0)
  again(job, chunk, bad, bad + 1, ISOLATE_AT)
  again(job, chunk, bad + 1, to, 0)
  return 'isolated'
end

-- A suspect runs alone and tells before each item that it is at work. One that told nothing only waited for its turn, beside
-- the one that killed their worker.
local function is_proof(chunk)
  return chunk.state == 'L' and (chunk.strikes == '0' or tonumber(chunk.pos) >= 0)
end

local function take_back(job, chunk, charge, crash, now)
  local strikes = tonumber(chunk.strikes) + (is_proof(chunk) and charge or 0)
  -- a sweep that was slow did not see how near the end was, and has no error to record
  if strikes >= CRASH_AT and crash.segment == '' then strikes = CRASH_AT - 1 end
  drop_chunk(job, chunk)
  if chunk.state == 'L' then
    job.reclaimed = job.reclaimed + 1
    redis.call('HINCRBY', K.usage, 'reclaimed', 1)
  end
  if strikes < ISOLATE_AT or (chunk.length == 1 and strikes < CRASH_AT) then
    make_ready(job, chunk.id, chunk.attempts, strikes, chunk.block)
    ring(1)
    return 'ready'
  end
  if chunk.length > 1 then return isolate(job, chunk) end
  record(job, chunk.block, chunk.start, 1, 1, crash.segment, account(job, now, chunk.attempts, 0, chunk.token))
  note_error(job, chunk.start, crash.error)
  return 'crashed'
end
