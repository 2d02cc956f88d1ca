-- settle.lua: replaces chunks of one job by parts that cover them exactly, left to right.
-- include: time keys job chunk fleet dispatch finish record stats parts
-- KEYS: job keys
-- flags: allow-oom
-- ARGV: now, job id, lease (ms), then per chunk: id, token, busy (us), part count, parts...
--   R length failed segment first-failed-index error folded-values slowest-index (-1 = not timed) slowest (us) |
--   D length delay (ms) | Q length | L length
-- returns recorded | late | lost | gone per chunk, then the job's state
local now, job = clock(ARGV[1]), load_job(ARGV[2])
local settlements = read_settlements(4)
local answers = {}
for i, settlement in ipairs(settlements) do
  local chunk = job and not TERMINAL[job.state] and read_chunk(settlement.id)
  if not chunk then
    answers[i] = 'gone'
  else
    answers[i] = settle(job, chunk, settlement, now, tonumber(ARGV[3]))
  end
end
if not job then
  answers[#answers + 1] = 'gone'
  return answers
end
advance(job)
save_stats()
finish_when_complete(job, now)
dispatch(job)
save_job(job)
announce(job, whole_result(job, settlements, answers))
answers[#answers + 1] = job.state
return answers
