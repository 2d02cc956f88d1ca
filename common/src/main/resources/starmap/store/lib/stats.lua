-- What computing a job cost, for people: nothing is decided on it, so that it may be lost.
local MOST_SLOW, MOST_WAITING = 10, 256

-- Items by how long one took, in steps of a fourth of an octave of microseconds; those of one part count with their mean.
local buckets, busy, slowest = {}, 0, {}

-- Only as many as are kept are written: Redis would put each of a batch into its place, to drop most of them.
local function save_slowest()
  table.sort(slowest, function(a, b) return tonumber(a[1]) > tonumber(b[1]) end)
  local kept = {}
  for i = 1, math.min(MOST_SLOW, #slowest) do
    kept[2 * i - 1], kept[2 * i] = slowest[i][1], slowest[i][2]
  end
  redis.call('ZADD', K.slow, 'GT', unpack(kept))
  redis.call('ZREMRANGEBYRANK', K.slow, 0, -MOST_SLOW - 1)
  slowest = {}
end

local function tally(part, each)
  local bucket = math.floor(4 * math.log(math.max(each, 1e-3)) / math.log(2))
  buckets[bucket] = (buckets[bucket] or 0) + part.length
  if part[6] == '-1' then return end
  slowest[#slowest + 1] = {part[7], part[6]}
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
