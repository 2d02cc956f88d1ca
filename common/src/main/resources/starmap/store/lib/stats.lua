-- What computing a job cost, for people: nothing is decided on it, so that it may be lost.
local MOST_SLOW, MOST_WAITING = 10, 256

-- Items by how long one took, in steps of a fourth of an octave of microseconds; those of one part count with their mean.
local buckets, busy, slowest = {}, 0, {}

local function save_slowest()
  redis.call('ZADD', K.slow, 'GT', unpack(slowest))
  redis.call('ZREMRANGEBYRANK', K.slow, 0, -MOST_SLOW - 1)
  slowest = {}
end

local function tally(part, each)
  local bucket = math.floor(4 * math.log(math.max(each, 1e-3)) / math.log(2))
  buckets[bucket] = (buckets[bucket] or 0) + part.length
  if part[6] == '-1' then return end
  slowest[#slowest + 1], slowest[#slowest + 2] = part[7], part[6]
  if #slowest >= MOST_WAITING then save_slowest() end
end

local function note_busy(micros)
  busy = busy + micros
end

local function save_stats()
  for bucket, items in pairs(buckets) do redis.call('HINCRBY', K.stats, 'h' .. text(bucket), text(items)) end
  if busy > 0 then redis.call('HINCRBY', K.stats, 'busy', text(busy)) end
  if #slowest > 0 then save_slowest() end
end
