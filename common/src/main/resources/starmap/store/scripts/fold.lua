-- fold.lua: puts one folded value in the place of several, or ends the job, as they cannot be folded.
-- include: time keys job chunk finish
-- KEYS: job keys
-- flags: allow-oom
-- ARGV: now, job id, field, folded value, error (empty = none), how few may wait, then per value that is in it: field, value
-- returns folded | moved (somebody else has folded one of them) | gone
local now, job = clock(ARGV[1]), load_job(ARGV[2])
if not job then
  redis.call('SREM', K.folding, ARGV[2])
  return 'gone'
end
for i = 7, #ARGV, 2 do
  if redis.call('HGET', K.fold, ARGV[i]) ~= ARGV[i + 1] then return 'moved' end
end
if ARGV[5] ~= '' and not TERMINAL[job.state] then
  finish(job, 'FAILED', now)
  job.error, job.errorat = ARGV[5], tonumber(string.match(ARGV[3], '^%d+'))
elseif ARGV[5] == '' then
  for i = 7, #ARGV, 2 do redis.call('HDEL', K.fold, ARGV[i]) end
  redis.call('HSET', K.fold, ARGV[3], ARGV[4])
  job.folds = job.folds - (#ARGV - 6) / 2 + 1
  if job.folds <= tonumber(ARGV[6]) then redis.call('SREM', K.folding, job.id) end
  finish_when_complete(job, now)
end
save_job(job)
announce(job)
return 'folded'
