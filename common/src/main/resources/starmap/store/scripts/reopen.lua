-- reopen.lua: one step of a retry: failed items of the next segments in the log become gaps, which dispatch takes first.
-- include: time keys job chunk fleet dispatch finish reopen
-- KEYS: job keys
-- flags: allow-oom
-- ARGV: now, job id, epoch, segments left, segments of this step, deadline of the next (ms), what Redis lost (or empty),
--   then per segment with failures: entry of the log, part count, parts: R length segment | G length block
-- returns reopened | moved (somebody else made this step) | damaged
local now, job = clock(ARGV[1]), load_job(ARGV[2])
local left, count = tonumber(ARGV[4]), tonumber(ARGV[5])
if not job or job.epoch ~= ARGV[3] or job.reopening ~= left or left == 0 then return 'moved' end
local entries = redis.call('LRANGE', K.log, 0, count - 1)
local lost = ARGV[7] ~= '' and ARGV[7] or (#entries < count and 'log of results')
local replacements = not lost and read_replacements(entries, 8)
if lost then
  damage(job, lost, now)
  announce(job)
  return 'damaged'
end
reopen(job, entries, replacements)
watch(job, job.reopening > 0 and now + tonumber(ARGV[6]) or math.huge)
finish_when_complete(job, now)
dispatch(job)
save_job(job)
announce(job)
return 'reopened'
