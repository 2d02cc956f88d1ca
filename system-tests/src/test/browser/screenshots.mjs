// node screenshots.mjs ADDRESS CHROMIUM FOLDER: the pictures of docs/images, of an installation that it keeps busy meanwhile.

import { setTimeout as sleep } from 'node:timers/promises';
import { Browser } from './browser.mjs';

const [address, chromium, folder] = process.argv.slice(2);

async function submit(request) {
  const response = await fetch(new URL('/v1/jobs', address), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(request),
  });
  return (await response.json()).id;
}

/** Of 6,000 items some fail, in three ways. */
function mixed() {
  const errors = [(i) => `no connection to 10.0.0.${i % 7}:5432`, (i) => `row ${i} has no column 'price'`, () => 'disk is full'];
  return Array.from({ length: 6_000 }, (_, i) => (i % 97 === 5 ? errors[i % 11 === 0 ? 2 : i % 3 === 0 ? 1 : 0](i) : i));
}

async function put(name, query, lines) {
  await fetch(new URL(`/v1/jobs/${name}?${query}`, address), {
    method: 'PUT',
    headers: { 'Content-Type': 'application/x-ndjson' },
    body: lines.join('\n'),
  });
}

const run = Date.now().toString(36).slice(-4);
await submit({ function: 'square', input: { range: { stop: 1_000_000 } }, labels: { team: 'forecast' } });
const failing = `prices-${run}`;
await put(failing, 'function=fail&labels.team=pricing', mixed().map((item) => JSON.stringify(item)));
await submit({ function: 'sleep', chunkSize: 1, priority: 2, input: { repeat: { value: 60, times: 40 } }, labels: { team: 'night' } }).then((id) =>
  fetch(new URL(`/v1/jobs/${id}:cancel`, address), { method: 'POST' }),
);
const primes = `primes-${run}`;
await put(primes, 'function=primes.count&chunkSize=20&labels.team=forecast', Array.from({ length: 120_000 }, (_, i) => 60_000 + ((i * 7919) % 400_000)));
const paused = await submit({ function: 'cube', input: { range: { stop: 5_000_000 } }, priority: 1, labels: { team: 'archive' } });
await fetch(new URL(`/v1/jobs/${paused}:pause`, address), { method: 'POST' });

const browser = await Browser.open(chromium);
const { page } = browser;

async function take(name, hash, ready, { theme = 'light', width = 1280, most = 1_050 } = {}) {
  await page.emulateMedia({ colorScheme: theme });
  await page.setViewportSize({ width, height: 900 });
  await page.goto(`${address}/#${hash}`);
  await page.locator(ready).first().waitFor();
  await sleep(1_500);
  const height = Math.min(most, await page.evaluate(() => document.documentElement.scrollHeight));
  await page.screenshot({ path: `${folder}/${name}.png`, clip: { x: 0, y: 0, width, height }, fullPage: true });
}

await page.goto(`${address}/#/`);
await sleep(45_000); // the charts need something to show
const narrow = { width: 380, most: 1_500 };
await take('job-running', `/jobs/${primes}`, '.timeline');
await take('workers', '/workers', '.chunks a', { most: 500 });
await take('overview', '/', '.tile');
await take('overview-dark', '/', '.tile', { theme: 'dark' });
await take('overview-narrow', '/', '.tile', narrow);
await take('job-failed', `/jobs/${failing}`, '.failure');
await take('job-failed-dark', `/jobs/${failing}`, '.failure', { theme: 'dark' });
await take('job-failed-narrow', `/jobs/${failing}`, '.failure', narrow);
await take('jobs', '/jobs', 'tbody tr', { most: 600 });
await take('jobs-dark-narrow', '/jobs', 'tbody tr', { ...narrow, theme: 'dark' });
await take('functions', '/functions/power', '#argument');
await take('new-job', '/new?function=square', '#function');
await take('new-job-narrow', '/new?function=square', '#function', narrow);
console.log(browser.errors.length ? `errors: ${browser.errors.join('\n')}` : 'no errors');
await browser.close();
