-- claim.lua: leases ready chunks, lowest virtual start time first, and returns them with their input.
-- include: time idle fleet claimed
-- KEYS: ready, due, vt, idle, job key prefix (job keys are built from it; they share the hash tag); and where the worker
--   serves queues of sources: usage, their ready sets
-- ARGV: now, most chunks, lease (ms), token base, worker id, most input bytes, most expected work (ms),
--   1 where other slots of the worker wait for work
-- returns {chunks, blocks, specs, starving | busy (more workers have nothing to do than chunks are ready), which of the other queues have more}: chunks {id, token, attempt, strikes, block number, spec number, how long it was ready (ms)} flat;
--   blocks {start, bytes} flat; numbers count from 1, block number 0 = generated input
local now, most = clock(ARGV[1]), tonumber(ARGV[2])
local lease, most_bytes = tonumber(ARGV[3]), tonumber(ARGV[6])
local claim = {chunks = {}, blocks = {}, specs = {}, seen = {}, jobs = {}, bytes = 0, work = 0, count = 0, at = 1}
claim.most_work = tonumber(ARGV[7])
local virtual_time
while claim.count < most and claim.bytes < most_bytes and claim.work < claim.most_work do
  local popped = pop(claim)
  if not popped[1] then break end
  if take(claim, popped[1], now, lease, ARGV[4] .. '.' .. claim.count, popped[2]) then virtual_time = popped[2] end
end
save_jobs(claim)
if virtual_time and tonumber(virtual_time) > tonumber(redis.call('GET', KEYS[3]) or '0') then
  redis.call('SET', KEYS[3], virtual_time)
end
note_idle(claim, now, ARGV[5], ARGV[8] == '1')
local starving, more = outlook(claim)
return {claim.chunks, claim.blocks, claim.specs, starving, more}
