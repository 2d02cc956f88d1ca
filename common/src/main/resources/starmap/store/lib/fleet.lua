-- Who serves the queue of a source: the sweep notes `SOURCE=SLOTS,WORKERS` in a line each, of all sources that live workers have.
local function serving(usage, source)
  local sources = redis.call('HGET', usage, 'sources') or ''
  local _, to = string.find(sources, '\n' .. source .. '=', 1, true)
  if not to then return 0, 0 end
  local slots, workers = string.match(sources, '^(%d+),(%d+)', to + 1)
  return tonumber(slots or '0'), tonumber(workers or '0')
end
