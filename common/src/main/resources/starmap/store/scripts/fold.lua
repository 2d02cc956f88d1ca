-- fold.lua: puts one folded value in the place of several.
-- include: time keys job chunk
-- KEYS: job keys
-- flags: allow-oom
-- ARGV: now, job id, field, folded value, how few may wait, then per value that is in it: field, value
-- returns folded | moved (somebody else has folded one of them) | gone
local job = load_job(ARGV[2])
if not job then
  redis.call('SREM', K.folding, ARGV[2])
  return 'gone'
end
for i = 6, #ARGV, 2 do
  if redis.call('HGET', K.fold, ARGV[i]) ~= ARGV[i + 1] then return 'moved' end
end
for i = 6, #ARGV, 2 do redis.call('HDEL', K.fold, ARGV[i]) end
redis.call('HSET', K.fold, ARGV[3], ARGV[4])
job.folds = job.folds - (#ARGV - 5) / 2 + 1
if job.folds <= tonumber(ARGV[5]) then redis.call('SREM', K.folding, job.id) end
save_job(job)
return 'folded'
