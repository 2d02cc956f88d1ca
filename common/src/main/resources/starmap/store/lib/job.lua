-- The job record as a table: fields that scripts compute with are numbers, the others words.
local WORDS = {'state', 'epoch', 'function', 'onerror', 'keep', 'error'}
local NUMBERS = {
  'total', 'uploaded', 'cursor', 'bstart', 'bend', 'running', 'succeeded', 'failed', 'contig', 'recorded', 'reclaimed',
  'retried', 'delayed', 'unread', 'size', 'auto', 'cost', 'weight', 'ttl', 'early', 'errorat', 'created', 'started', 'finished',
  'limited', 'tolerate', 'percent', 'timeout',
}
local TERMINAL = {SUCCEEDED = true, PARTIAL = true, FAILED = true, CANCELLED = true, EXPIRED = true}

local function text(number)
  return string.format(number % 1 == 0 and '%.0f' or '%.17g', number)
end

local function load_job(id)
  local words = redis.call('HMGET', K.job, unpack(WORDS))
  if not words[1] then return nil end
  local job = {id = id, read = {}}
  for i, name in ipairs(WORDS) do job[name] = words[i] or ''; job.read[name] = job[name] end
  local numbers = redis.call('HMGET', K.job, unpack(NUMBERS))
  for i, name in ipairs(NUMBERS) do job[name] = tonumber(numbers[i] or '0'); job.read[name] = job[name] end
  return job
end

local function save_job(job)
  local changed = {}
  for name, before in pairs(job.read) do
    local value = job[name]
    if value ~= before then
      changed[#changed + 1] = name
      changed[#changed + 1] = type(value) == 'number' and text(value) or value
    end
  end
  if #changed > 0 then redis.call('HSET', K.job, unpack(changed)) end
end
