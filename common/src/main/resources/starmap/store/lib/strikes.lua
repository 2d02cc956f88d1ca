-- Poison items: a chunk that keeps killing its workers is narrowed down to the item that does it.
local ISOLATE_AT, CRASH_AT = 2, 3

local function again(job, chunk, from, to, strikes)
  if to > from then make_ready(chunk_id(job, from, to - from), chunk.attempts, strikes, chunk.block) end
end

-- Written-ahead progress names the suspect; without it the chunk is halved.
local function narrow(job, chunk)
  local from, to, pos = chunk.start, chunk.start + chunk.length, tonumber(chunk.pos)
  if pos >= 0 and pos < chunk.length then
    again(job, chunk, from, from + pos, 0)
    again(job, chunk, from + pos, from + pos + 1, ISOLATE_AT)
    again(job, chunk, from + pos + 1, to, 0)
    return 'isolated'
  end
  local middle = from + math.floor(chunk.length / 2)
  again(job, chunk, from, middle, 1)
  again(job, chunk, middle, to, 1)
  return 'halved'
end

local function take_back(job, chunk, charge, crash)
  drop_chunk(job, chunk)
  local leased = chunk.state == 'L'
  local strikes = tonumber(chunk.strikes) + (leased and charge or 0)
  if leased then job.reclaimed = job.reclaimed + 1 end
  if not leased or strikes < ISOLATE_AT or (chunk.length == 1 and strikes < CRASH_AT) then
    make_ready(chunk.id, chunk.attempts, strikes, chunk.block)
    ring(1)
    return 'ready'
  end
  if chunk.length > 1 then return narrow(job, chunk) end
  record(job, chunk.block, chunk.start, 1, 1, crash.segment)
  note_error(job, chunk.start, crash.error)
  return 'crashed'
end
