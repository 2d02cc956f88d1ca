-- put.lua: stores one block of input items and moves the upload deadline.
-- include: time keys job chunk fleet dispatch finish input
-- KEYS: job keys
-- ARGV: now, job id, upload deadline (ms), start, item count, block, most bytes that may wait to be dispatched
-- returns stored | exists (this block was here already) | gap (an earlier block is missing) | full (put it again later) | closed | gone
local now, id, start, count = clock(ARGV[1]), ARGV[2], tonumber(ARGV[4]), tonumber(ARGV[5])
local job = load_job(id)
if not job then return 'gone' end
if job.state ~= 'ACCEPTING' then return 'closed' end
local answer = put(job, start, count, ARGV[6], tonumber(ARGV[7]))
redis.call('ZADD', K.gc, text(now + tonumber(ARGV[3])), id)
dispatch(job)
save_job(job)
return answer
