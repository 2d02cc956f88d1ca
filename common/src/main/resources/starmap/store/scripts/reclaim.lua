-- reclaim.lua: takes back chunks of one job whose lease or delay is over; a repeated killer is isolated, then recorded.
-- include: time keys job chunk fleet dispatch finish record strikes
-- KEYS: job keys
-- flags: allow-oom
-- ARGV: now, job id, then per chunk: id, charge (1 = its worker died), segment and error should its one item be given up
-- returns ready | isolated | crashed | dropped | early per chunk
local now, job = clock(ARGV[1]), load_job(ARGV[2])
local answers = {}
for i = 3, #ARGV, 4 do
  local id = ARGV[i]
  local due = redis.call('ZSCORE', K.due, id)
  local chunk = job and not TERMINAL[job.state] and read_chunk(id)
  if not chunk or chunk.state == 'R' then
    redis.call('ZREM', K.due, id)
    answers[#answers + 1] = 'dropped'
  elseif not due then
    redis.call('ZADD', K.due, text(now), id)
    answers[#answers + 1] = 'early'
  elseif tonumber(due) > now then
    answers[#answers + 1] = 'early'
  else
    answers[#answers + 1] = take_back(job, chunk, tonumber(ARGV[i + 1]), {segment = ARGV[i + 2], error = ARGV[i + 3]}, now)
  end
end
if not job then return answers end
advance(job)
finish_when_complete(job, now)
dispatch(job)
save_job(job)
if #answers > 0 then announce(job) end
return answers
