-- Chunk records: `S;attempts;strikes;pos;token;block`. A chunk exists exactly as long as its range is not recorded.
-- One that is ready has no token; since when it is ready stands there instead, for whoever asks how long chunks wait.
local function span(id)
  local start, length = string.match(id, ':(%d+):(%d+)$')
  return tonumber(start), tonumber(length)
end

local function chunk_id(job, start, length)
  return job.id .. '.' .. job.epoch .. ':' .. text(start) .. ':' .. text(length)
end

local function read_chunk(id)
  local record = redis.call('HGET', K.chunks, id)
  if not record then return nil end
  local chunk = {id = id}
  chunk.state, chunk.attempts, chunk.strikes, chunk.pos, chunk.token, chunk.block =
    string.match(record, '^(%a);(%d+);(%d+);(-?%d+);([^;]*);(.*)$')
  chunk.start, chunk.length = span(id)
  return chunk
end

local function chunk_record(state, attempts, strikes, token, block, pos)
  return state .. ';' .. text(attempts) .. ';' .. text(strikes) .. ';' .. text(pos or -1) .. ';' .. token .. ';' .. block
end

local function write_chunk(id, ...)
  redis.call('HSET', K.chunks, id, chunk_record(...))
end

local moment
local function ready_since()
  moment = moment or text(clock(ARGV[1]))
  return moment
end

-- While its job is paused a chunk waits outside of the queue, so that nobody claims it.
local function make_ready(job, id, attempts, strikes, block, score)
  write_chunk(id, 'R', attempts, strikes, ready_since(), block)
  if job.paused == 0 then redis.call('ZADD', K.ready, score or redis.call('GET', K.vt) or '0', id) end
end

local function drop_chunk(job, chunk)
  redis.call('HDEL', K.chunks, chunk.id)
  redis.call('ZREM', chunk.state == 'R' and K.ready or K.due, chunk.id)
  if chunk.state == 'L' then job.running = job.running - chunk.length end
  if chunk.state == 'D' then job.delayed = job.delayed - 1 end
end

-- The doorbell: a hint to as many workers that have nothing to do as there are chunks, each on a channel of its own, so that
-- a chunk wakes one of ten thousand. Who is told counts as busy until it finds nothing; who does not hear is passed over.
-- A queue of a source has one channel, and who listens is told when the queue was empty: else they know, or are coming.
local function ring(chunks)
  if K.ready ~= KEYS[1] then
    if chunks > 0 and redis.call('ZCARD', K.ready) <= chunks then redis.call('PUBLISH', K.ready, '') end
    return
  end
  while chunks > 0 do
    local worker = redis.call('ZPOPMIN', K.idle)[1]
    if not worker then return end
    if redis.call('PUBLISH', K.ready .. ':' .. worker, '') > 0 then chunks = chunks - 1 end
  end
end
