// node soak.mjs ADDRESS CHROMIUM [MINUTES [CHUNKS]]: keeps a page open on a job of so many chunks (1,000,000), and tells each half
// minute how many events came, how busy the main thread was and how large the heap is.

import { setTimeout as sleep } from 'node:timers/promises';
import { Browser } from './browser.mjs';

const [address, chromium, minutes = '10', chunks = '1000000'] = process.argv.slice(2);
const STEP = 30;

const response = await fetch(new URL('/v1/jobs', address), {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ function: 'square', chunkSize: 1, input: { range: { stop: Number(chunks) } } }),
});
const { id } = await response.json();
const browser = await Browser.open(chromium);
const { page, protocol } = browser;
let events = 0;
protocol.on('Network.eventSourceMessageReceived', () => events++);
await protocol.send('Performance.enable');
await protocol.send('HeapProfiler.enable');
await page.goto(`${address}/#/jobs/${id}`);
await page.locator('#percent').waitFor();
await sleep(5_000);

async function metrics() {
  await protocol.send('HeapProfiler.collectGarbage');
  const { metrics: all } = await protocol.send('Performance.getMetrics');
  return Object.fromEntries(all.map(({ name, value }) => [name, value]));
}

let before = await metrics();
for (let step = 0; step < (Number(minutes) * 60) / STEP; step++) {
  events = 0;
  const begun = performance.now();
  await sleep(STEP * 1_000);
  const seconds = (performance.now() - begun) / 1_000;
  const rate = events / seconds;
  const busyUntil = (await protocol.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value;
  const now = await metrics();
  const idle = 1 - (busyUntil - before.TaskDuration) / seconds;
  const [percent, state] = await Promise.all(['#percent', '.title .chip'].map((part) => page.locator(part).innerText()));
  console.log(
    `${(step + 1) * STEP} s: ${percent} ${state}, ${rate.toFixed(2)} events/s, main thread idle ${(100 * idle).toFixed(1)} %, ` +
      `heap ${(now.JSHeapUsedSize / 1e6).toFixed(2)} MB, ${now.Nodes} nodes, ${now.JSEventListeners} listeners`,
  );
  before = now;
}
console.log(browser.errors.length ? `errors: ${browser.errors.join('\n')}` : 'no errors');
await browser.close();
