-- What computing a job cost, for people: nothing is decided on it, so that it may be lost.
local MOST_SLOW = 10

-- Items by how long one took, in steps of a fourth of an octave of microseconds; those of one part count with their mean.
local function tally(part, each)
  local bucket = math.floor(4 * math.log(math.max(each, 1e-3)) / math.log(2))
  redis.call('HINCRBY', K.stats, 'h' .. text(bucket), text(part.length))
  if part[6] == '-1' then return end
  redis.call('ZADD', K.slow, 'GT', part[7], part[6])
  redis.call('ZREMRANGEBYRANK', K.slow, 0, -MOST_SLOW - 1)
end

local function note_busy(micros)
  if micros > 0 then redis.call('HINCRBY', K.stats, 'busy', text(micros)) end
end
