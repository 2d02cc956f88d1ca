-- collect.lua: reads recorded segments, in input order without a gap or in the order they were completed.
-- include: time keys job chunk fleet dispatch
-- KEYS: job keys
-- flags: allow-oom
-- ARGV: now, job id, order (input | completion), from (index, or position in the log), most bytes, segment starts read and to be dropped...
-- returns {state, total, succeeded, failed, entries}: entries {start:length:failed, segment} flat; nothing for an unknown job
local job = load_job(ARGV[2])
if not job then return false end
local now = clock(ARGV[1])
if job.keep == 'UNTIL_READ' and RUNS[job.state] then watch(job, patience(job, now)) end
-- while its results are read a job is not abandoned, however long its sender pauses
if job.keep == 'UNTIL_READ' and job.state == 'ACCEPTING' then redis.call('ZADD', K.gc, 'GT', text(now + PAUSE_MS), job.id) end
for i = 6, #ARGV do
  job.unread = math.max(0, job.unread - redis.call('HSTRLEN', K.results, ARGV[i]))
  job.held = job.held - redis.call('HDEL', K.results, ARGV[i])
  -- what was read before its turn stays in the map, or `contig` would never get past it
  if tonumber(ARGV[i]) < job.contig then redis.call('ZREMRANGEBYSCORE', K.map, ARGV[i], ARGV[i]) end
end
if #ARGV > 5 then
  dispatch(job)
  save_job(job)
end
local MOST_ENTRIES = 512 -- more would keep everybody else waiting for some 10 ms
local from, entries, bytes = tonumber(ARGV[4]), {}, 0
local function next_entry()
  if ARGV[3] == 'completion' then return redis.call('LINDEX', K.log, from), 1 end
  local entry = redis.call('ZREVRANGEBYSCORE', K.map, text(from), '-inf', 'LIMIT', 0, 1)[1]
  local start, length = string.match(entry or '', '^(%d+):(%d+)')
  if not start or start + length <= from then return nil end
  return entry, start + length - from
end
while bytes < tonumber(ARGV[5]) and #entries < 2 * MOST_ENTRIES do
  local entry, step = next_entry()
  local segment = entry and redis.call('HGET', K.results, string.match(entry, '^%d+'))
  if not segment then break end
  entries[#entries + 1], entries[#entries + 2] = entry, segment
  from, bytes = from + step, bytes + (string.match(segment, '^%d+ %d+ %d+ zstd %x+ (%d+)\n') or #segment)
end
return {job.state, text(job.total), text(job.succeeded), text(job.failed), entries}
