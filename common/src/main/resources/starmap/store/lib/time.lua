-- When things happen: time comes from Redis, or from the caller where a test plays with it (rule R6).
local function clock(passed)
  if passed ~= '' then return tonumber(passed) end
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end

-- The states of a job and when each began, `DROPPED;STATE@ms,STATE@ms`: the last ones, and how many came before these.
local MOST_STATES, FEW = 64, 1000 -- so many bytes hold fewer states

local function with_state(history, state, now)
  local entry = state .. '@' .. string.format('%.0f', now)
  if #history > 0 and #history < FEW then return history .. ',' .. entry end
  local dropped, states = string.match(history, '^(%d+);(.+)$')
  if not dropped then return '0;' .. entry end
  local _, commas = string.gsub(states, ',', '')
  if commas + 1 >= MOST_STATES then dropped, states = dropped + 1, string.match(states, ',(.*)$') end
  return string.format('%.0f', dropped) .. ';' .. states .. ',' .. entry
end
