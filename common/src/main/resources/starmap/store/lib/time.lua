-- Time comes from Redis, or from the caller where a test plays with it (rule R6).
local function clock(passed)
  if passed ~= '' then return tonumber(passed) end
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end
