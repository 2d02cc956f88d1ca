-- Who has nothing to do: workers of which a slot found nothing. How many they are says who else should share.
local function hunger(idle, ready)
  return redis.call('ZCARD', idle) > redis.call('ZCARD', ready) and 'starving' or 'busy'
end
