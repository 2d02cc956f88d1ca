import { watch } from './live.js';

// What is known of the whole installation, from the stream of its overview. It is kept while one looks at another view.

const MOST_SAMPLES = 300;

/** The last overview, or null; and the last five minutes of it, for charts. */
export const fleet = { now: null, samples: [] };

function take(overview) {
  const before = fleet.samples.at(-1);
  const at = new Date(overview.at) / 1000;
  if (before && at - before.at < 0.5) {
    fleet.samples.pop();
  } else if (before && at - before.at > 3) {
    fleet.samples.push({ at: before.at + 1, overview: null }); // nobody looked: the lines are broken there
  }
  fleet.now = overview;
  fleet.samples.push({ at, overview });
  fleet.samples.splice(0, fleet.samples.length - MOST_SAMPLES);
}

/** Watches the installation, and calls back with each overview. */
export function watchFleet(seen) {
  const heard = (overview) => {
    take(overview);
    seen(overview);
  };
  return watch({
    path: 'v1/overview',
    probe: 'v1/overview',
    on: { overview: heard },
    seen: heard,
    silence: 6_000,
  });
}

/** One line of a chart. */
export function line(read) {
  return fleet.samples.map(({ overview }) => (overview ? read(overview) : null));
}

export function sampleTimes() {
  return fleet.samples.map(({ at }) => at);
}
