-- Looking for what Redis lost of a job: links are made again, anything else ends the job.
local MOST = 10000

local function span_of(entry)
  local start, length = string.match(entry, '^(%d+):(%d+)')
  return {tonumber(start), tonumber(length)}
end

-- I4: every chunk is in the queue of its state; what only the lease says ends with a new lease.
local function relink(job, now, lease)
  local made = 0
  for _, id in ipairs(redis.call('HKEYS', K.chunks)) do
    local chunk = read_chunk(id)
    local ready = chunk.state == 'R'
    if not (ready and job.paused == 1) and not redis.call('ZSCORE', ready and K.ready or K.due, id) then
      redis.call('ZADD', ready and K.ready or K.due, ready and redis.call('GET', K.vt) or text(ready and 0 or now + lease), id)
      made = made + 1
    end
    if chunk.block ~= '' and redis.call('HEXISTS', K.input, chunk.block) == 0 then return made, 'input' end
  end
  return made
end

-- The log and the index of results name the same segments; each can be told from the other.
local function reindex(job)
  if job.keep == 'NONE' or job.recorded > MOST then return 0 end
  local made = 0
  for _, entry in ipairs(redis.call('LRANGE', K.log, 0, -1)) do
    local start = string.match(entry, '^%d+')
    if tonumber(start) >= job.contig or redis.call('HEXISTS', K.results, start) == 1 then
      made = made + redis.call('ZADD', K.map, start, entry)
    end
  end
  if job.keep ~= 'KEPT' or redis.call('LLEN', K.log) == job.recorded then return made end
  local known = {}
  for _, entry in ipairs(redis.call('LRANGE', K.log, 0, -1)) do known[entry] = true end
  for _, entry in ipairs(redis.call('ZRANGE', K.map, 0, -1)) do
    if not known[entry] then redis.call('RPUSH', K.log, entry); made = made + 1 end
  end
  return made
end

-- I2 and I3, as far as the counters tell.
local function miscounted(job, entries)
  local done = job.contig
  for _, entry in ipairs(entries) do done = done + span_of(entry)[2] end
  if done ~= job.succeeded + job.failed then return 'counters or index of results' end
  if redis.call('HLEN', K.fold) ~= job.folds then return 'reduction' end
  if job.keep == 'NONE' then return nil end
  if redis.call('LLEN', K.log) ~= job.recorded then return 'log of results' end
  if redis.call('HLEN', K.results) ~= job.held then return 'results' end
  return nil
end

-- I1: a stretch that is neither recorded nor outstanding is dispatched again, where its input can be made again.
local function cover(job, entries)
  local spans, at, made = {{job.cursor, 0}}, job.contig, 0
  for _, entry in ipairs(entries) do spans[#spans + 1] = span_of(entry) end
  for _, id in ipairs(redis.call('HKEYS', K.chunks)) do
    local start, length = span(id)
    spans[#spans + 1] = {start, length}
  end
  job.again = 0
  for _, gap in ipairs(redis.call('LRANGE', K.again, 0, -1)) do
    local from, to = string.match(gap, '^(%d+),(%d+)')
    spans[#spans + 1] = {tonumber(from), to - from}
    job.again = job.again + to - from
  end
  table.sort(spans, function(a, b) return a[1] < b[1] or (a[1] == b[1] and a[2] > b[2]) end)
  for _, one in ipairs(spans) do
    if one[1] < at then return made, 'order of chunks' end
    if one[1] > at then
      if job.uploaded > 0 then return made, 'chunk' end
      make_ready(job, chunk_id(job, at, one[1] - at), 0, 0, '')
      made = made + 1
    end
    at = one[1] + one[2]
  end
  return made
end

-- How much was made again, and what cannot be.
local function examine(job, now, lease)
  local linked, lost = relink(job, now, lease)
  local indexed = reindex(job)
  local entries = redis.call('ZRANGEBYSCORE', K.map, text(job.contig), '+inf', 'LIMIT', 0, MOST)
  if lost or #entries == MOST or redis.call('LLEN', K.again) > MOST then return linked + indexed, lost end
  lost = miscounted(job, entries)
  if lost then return linked + indexed, lost end
  local covered
  covered, lost = cover(job, entries)
  return linked + indexed + covered, lost
end
