-- The keys of every script that works on one job, always in this order (Keys.java lists them in the same one).
-- One more of them is never there (Keys.jobPrefix).
-- `ready` is that of the job's queue, as soon as its record is read.
local K = {
  ready = KEYS[1], due = KEYS[2], vt = KEYS[3], flow = KEYS[4], gc = KEYS[5], jobs = KEYS[6],
  usage = KEYS[7], idle = KEYS[8], costs = KEYS[9],
  job = KEYS[10], chunks = KEYS[11], input = KEYS[12], blocks = KEYS[13], results = KEYS[14],
  map = KEYS[15], log = KEYS[16], again = KEYS[17], fold = KEYS[18], folding = KEYS[19],
  stats = KEYS[20], slow = KEYS[21], failures = KEYS[22], ended = KEYS[23],
}
