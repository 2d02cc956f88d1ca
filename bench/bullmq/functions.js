// What the workloads compute, as a user of BullMQ would write it.

export const functions = {
  square: (x) => x * x,
  upper: (text) => text.toUpperCase(),
  sleep: async (seconds) => {
    await new Promise((done) => setTimeout(done, seconds * 1000));
    return seconds;
  },
  inside,
};

/** How many of so many random points lie inside the unit circle; the generator is mulberry32. */
function inside(seed, samples = 4_000_000) {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  let count = 0;
  for (let i = 0; i < samples; i++) {
    const x = uniform();
    const y = uniform();
    if (x * x + y * y <= 1) count++;
  }
  return count;
}
