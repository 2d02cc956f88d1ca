-- extend.lua: renews the leases a worker holds, and tells it which chunks it lost.
-- include: time idle
-- KEYS: ready, due, idle, job key prefix (chunk keys are built from it; they share the hash tag)
-- flags: allow-oom
-- ARGV: now, lease (ms), then per chunk: id, token, position of the item at work (-1 = not told: what was told before stays)
-- returns held | lost | gone per chunk, then starving | busy (more workers have nothing to do than chunks are ready)
local now, lease = clock(ARGV[1]), tonumber(ARGV[2])
local answers = {}
for i = 3, #ARGV, 3 do
  local id, token, pos = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local chunks = KEYS[4] .. string.match(id, '^([^.]+)') .. ':chunks'
  local head, noted, holder, block = string.match(redis.call('HGET', chunks, id) or '', '^(L;%d+;%d+);(-?%d+);([^;]*);(.*)$')
  if holder == token then
    redis.call('ZADD', KEYS[2], string.format('%.0f', now + lease), id)
    if pos ~= '-1' and pos ~= noted then redis.call('HSET', chunks, id, head .. ';' .. pos .. ';' .. token .. ';' .. block) end
    answers[#answers + 1] = 'held'
  else
    answers[#answers + 1] = redis.call('HEXISTS', chunks, id) == 1 and 'lost' or 'gone'
  end
end
answers[#answers + 1] = hunger(KEYS[3], KEYS[1])
return answers
