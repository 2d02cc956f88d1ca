-- Who has nothing to do: workers of which a slot found nothing. How many they are says who else should share.
-- At most so many of them can help where not all workers have the function.
local function hunger(idle, ready, most)
  return math.min(redis.call('ZCARD', idle), most or math.huge) > redis.call('ZCARD', ready) and 'starving' or 'busy'
end
