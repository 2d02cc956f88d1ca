-- The mirror of settle: a segment with failed items is replaced by its successful stretches, and gaps between them.
local function read_entry(entry)
  local start, length, failed, told = string.match(entry, '^(%d+):(%d+):(%d+):(.+)$')
  return tonumber(start), tonumber(length), tonumber(failed), told
end

-- What is told of a stretch, for a part of it.
local function share(told, length, whole)
  local attempts, began, micros, worker = string.match(told, '^(%d+):(%d+):(%d+):(.*)$')
  return attempts .. ':' .. began .. ':' .. text(math.floor(micros * length / whole + 0.5)) .. ':' .. worker
end

-- Everything is read and checked before the first write (rule R1).
local function read_replacements(entries, at)
  local replacements = {}
  for _, entry in ipairs(entries) do
    local _, length, failed = read_entry(entry)
    if failed > 0 then
      local one, covered, gaps = {entry = ARGV[at], parts = at + 2, count = tonumber(ARGV[at + 1])}, 0, 0
      for i = one.parts, one.parts + 3 * one.count - 1, 3 do
        covered = covered + tonumber(ARGV[i + 1])
        if ARGV[i] == 'G' then gaps = gaps + tonumber(ARGV[i + 1]) end
      end
      if one.entry ~= entry or covered ~= length or gaps ~= failed then error('reopen: parts do not cover ' .. entry) end
      replacements[entry], at = one, one.parts + 3 * one.count
    end
  end
  return replacements
end

local function keep(job, start, length, segment, told)
  local entry = text(start) .. ':' .. text(length) .. ':0:' .. told
  redis.call('HSET', K.results, text(start), segment)
  redis.call('ZADD', K.map, text(start), entry)
  redis.call('RPUSH', K.log, entry)
  job.held, job.recorded = job.held + 1, job.recorded + 1
end

local function replace(job, one)
  local start, whole, failed, told = read_entry(one.entry)
  redis.call('ZREM', K.map, one.entry)
  redis.call('ZREM', K.failures, one.entry)
  redis.call('HDEL', K.results, text(start))
  job.held, job.recorded = job.held - 1, job.recorded - 1
  job.failed, job.retried = job.failed - failed, job.retried + failed
  for i = one.parts, one.parts + 3 * one.count - 1, 3 do
    local length = tonumber(ARGV[i + 1])
    if ARGV[i] == 'R' then
      keep(job, start, length, ARGV[i + 2], share(told, length, whole))
    else
      job.contig = math.min(job.contig, start)
      leave_gap(job, start, start + length, ARGV[i + 2])
    end
    start = start + length
  end
end

-- The log turns: what was looked at goes behind what was recorded, so that it is complete at any time and keeps its order.
local function reopen(job, entries, replacements)
  redis.call('LTRIM', K.log, #entries, -1)
  for _, entry in ipairs(entries) do
    if replacements[entry] then replace(job, replacements[entry]) else redis.call('RPUSH', K.log, entry) end
  end
  job.reopening = job.reopening - #entries
end
