// node dashboard.mjs ADDRESS CHROMIUM FLAG: uses the dashboard of an installation as a person would. While the file FLAG exists,
// test.flaky fails on some items. Prints what was done; the exit code is the number of what went wrong, at most 1.

import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { Browser } from './browser.mjs';
import { Proxy } from './proxy.mjs';

const [address, chromium, flag] = process.argv.slice(2);
const MOST_BYTES = 120 * 1024;
const proxy = await Proxy.start(address, '/some/prefix');
const browser = await Browser.open(chromium);
const { page } = browser;
page.setDefaultTimeout(60_000);
let failed = 0;

async function step(name, act) {
  const begun = Date.now();
  try {
    const told = await act();
    console.log(`ok      ${name} (${Date.now() - begun} ms)${told ? `: ${told}` : ''}`);
  } catch (error) {
    failed = 1;
    console.log(`FAILED  ${name}: ${error.stack}`);
    await page.screenshot({ path: `failed-${failed}.png` }).catch(() => {});
  }
}

async function submit(request) {
  const response = await fetch(new URL('v1/jobs', proxy.address), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(request),
  });
  assert.equal(response.status, 202, await response.clone().text());
  return (await response.json()).id;
}

/** Goes there as by a link. The view before is gone when this returns: the dashboard draws with the frame behind the event. */
async function see(hash, ready) {
  if (!page.url().startsWith(proxy.address)) {
    await page.goto(`${proxy.address}#${hash}`);
  }
  await page.evaluate(
    (place) =>
      new Promise((drawn) => {
        addEventListener('hashchange', () => requestAnimationFrame(drawn), { once: true });
        location.hash === place ? drawn() : (location.hash = place);
      }),
    `#${hash}`,
  );
  await page.locator(ready).first().waitFor();
}

async function stateIs(word) {
  await page.locator('.title .chip', { hasText: word }).waitFor();
}

await step('the overview shows the fleet, under a path prefix', async () => {
  await see('/', '.tile');
  await page.locator('.live-live').waitFor();
  await page.getByText('No job is active.').waitFor();
  await page.evaluate(() => (globalThis.sameDocument = true));
  const bytes = browser.transferred;
  assert.ok(bytes > 10_000 && bytes <= MOST_BYTES, `${bytes} bytes`);
  return `${bytes} bytes in ${browser.sizes.size} files`;
});

await step('numbers and times are told in human form', async () => {
  const told = await page.evaluate(async () => {
    const { bytes, duration, exact, isoSeconds, percent, short } = await import('./ui/format.js');
    return [
      ...[0, 9_999, 812_345, 6.9355e9, 0.5].map(short),
      exact(1_234_567),
      ...[0.00034, 0.0123, 4.2, 200, 7_500, 90_000].map(duration),
      ...[512, 1_572_864].map(bytes),
      ...[0, 0.0042, 0.5, 1].map(percent),
      isoSeconds('PT1H30M'),
    ];
  });
  assert.deepEqual(told, [
    ...['0', '9,999', '812K', '6.94B', '0.5'],
    '1,234,567',
    ...['340 µs', '12 ms', '4.2 s', '3 min 20 s', '2 h 5 min', '1 d 1 h'],
    ...['512 B', '1.5 MiB'],
    ...['0 %', '0.42 %', '50 %', '100 %'],
    5_400,
  ]);
});

await step('without jobs the list says what to do next', async () => {
  await page.getByRole('link', { name: 'Jobs', exact: true }).click();
  await page.getByText('No jobs yet.').waitFor();
});

await step('a job of 1,000,000 items, submitted from the page, reaches 100 % without a reload', async () => {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'New job' }).click();
  await page.getByLabel('Function', { exact: true }).fill('square');
  await page.getByLabel('Stop').fill('1000000');
  await page.getByText('1,000,000 items, which').waitFor();
  await page.getByRole('button', { name: 'Submit the job' }).click();
  await page.locator('.large-bar .bar').waitFor();
  const seen = new Set();
  await page.exposeFunction('noteProgress', (share) => seen.add(share));
  await page.evaluate(() => {
    const note = () => globalThis.noteProgress(document.querySelector('.large-bar .bar')?.getAttribute('aria-valuenow'));
    note();
    new MutationObserver(note).observe(document.getElementById('main'), { subtree: true, attributes: true, childList: true });
  });
  await page.locator('#percent', { hasText: '100.0 %' }).waitFor();
  await stateIs('Succeeded');
  await page.getByRole('cell', { name: '81', exact: true }).waitFor(); // of item 9, in the preview
  assert.equal(await page.evaluate(() => globalThis.sameDocument), true);
  return `the bar stood at ${[...seen].join(', ')}`;
});

let flaky;

await step('12 failed items of 700,000 are found with two clicks', async () => {
  flaky = await submit({ function: 'test.flaky', input: { range: { stop: 700_000 } }, labels: { run: 'flaky' } });
  await fetch(new URL(`v1/jobs/${flaky}?wait=60`, proxy.address));
  await see('/', '.tile');
  await page.getByRole('link', { name: 'Jobs', exact: true }).click();
  await page.locator('tbody a').first().click();
  await page.locator('.failure summary', { hasText: '12 ×' }).waitFor();
  await page.getByRole('cell', { name: '58,334', exact: true }).waitFor();
  const timing = await page.evaluate(() => {
    const found = performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/errors/groups'));
    return Math.round(found.responseEnd - found.requestStart);
  });
  return `errors/groups took ${timing} ms`;
});

await step('the input of a failed item is shown', async () => {
  await page.getByRole('button', { name: 'Show the input of item 58,334' }).click();
  await page.locator('.input', { hasText: '58334' }).waitFor();
});

await step('the failed items are retried, and the question tells how many', async () => {
  await rm(flag);
  await page.getByRole('button', { name: 'Retry 12 failed items' }).click();
  await page.getByRole('heading', { name: /Retry 12 failed items of / }).waitFor();
  await page.getByRole('button', { name: 'Retry 12', exact: true }).click();
  await stateIs('Succeeded');
  await page.locator('.failure').first().waitFor({ state: 'detached' });
});

await step('another job is paused, resumed and cancelled', async () => {
  const id = await submit({ function: 'sleep', chunkSize: 1, input: { repeat: { value: 0.2, times: 5_000 } }, labels: { team: 'a' } });
  await see(`/jobs/${id}`, '#percent');
  await stateIs('Running');
  for (const [verb, done, state] of [['Pause', 'Pause the job', 'Paused'], ['Resume', 'Resume the job', 'Running'], ['Cancel', 'Cancel the job', 'Cancelled']]) {
    await page.locator('.title').getByRole('button', { name: verb }).click();
    await page.getByRole('button', { name: done }).click();
    await stateIs(state);
  }
});

await step('filters are part of the address and work at the service', async () => {
  await see('/jobs?state=CANCELLED', 'tbody tr');
  assert.equal(await page.locator('tbody tr').count(), 1);
  await see('/jobs', 'tbody tr');
  await page.getByLabel('Search').fill('FLAKY');
  await page.waitForURL(/text=FLAKY/);
  await page.locator('tbody tr').nth(1).waitFor({ state: 'detached' });
  assert.match(await page.locator('tbody tr').innerText(), /test\.flaky/);
});

await step('a function is tried, and no digit of the answer is lost', async () => {
  await see('/functions/square', '#argument');
  await page.getByLabel(/^Argument/).fill('12345678901');
  await page.getByRole('button', { name: 'Run' }).click();
  await page.locator('.answer', { hasText: '152415787526596567801' }).waitFor();
});

await step('pasted lines become a job', async () => {
  await see('/new?function=text.words', '#function');
  await page.getByRole('radio', { name: 'Paste items' }).check();
  await page.getByRole('textbox', { name: 'Items' }).fill('"to be or not to be"\n"be quick"');
  await page.getByText('2 items, as one JSON value a line.').waitFor();
  await page.getByRole('button', { name: 'Submit the job' }).click();
  await stateIs('Succeeded');
});

await step('a dropped file is uploaded', async () => {
  await see('/new?function=square', '#function');
  await page.getByRole('radio', { name: 'A file' }).check();
  const lines = Array.from({ length: 200_000 }, (_, i) => `${i}\n`).join('');
  await page.locator('#file').setInputFiles({ name: 'numbers.ndjson', mimeType: 'application/x-ndjson', buffer: Buffer.from(lines) });
  await page.getByRole('button', { name: 'Submit the job' }).click();
  await page.waitForURL(/#\/jobs\/numbers-/);
  await stateIs('Succeeded');
});

await step('a worker is drained after a question', async () => {
  await see('/workers', 'tbody tr');
  await page.getByRole('button', { name: /^Drain / }).first().click();
  await page.getByRole('button', { name: 'Drain the worker' }).click();
  await page.locator('.chip.draining').waitFor();
});

await step('a paused page stands still until it is resumed', async () => {
  await see('/jobs', 'tbody tr');
  const before = await page.locator('tbody tr').count();
  await page.getByRole('button', { name: 'Pause live updates' }).click();
  await submit({ function: 'square', input: { range: { stop: 10 } } });
  await page.waitForTimeout(4_000);
  assert.equal(await page.locator('tbody tr').count(), before);
  await page.getByRole('button', { name: 'Resume live updates' }).click();
  await page.locator('tbody tr').nth(before).waitFor();
});

const VIEWS = [
  ['/', '.tile'],
  ['/jobs', 'tbody tr'],
  [`/jobs/${flaky}`, '.history li'],
  ['/workers', 'tbody tr'],
  ['/functions/power', '#argument'],
  ['/new', '#function'],
];

for (const scheme of ['light', 'dark']) {
  for (const width of [1280, 380]) {
    await step(`every view is accessible and fits, ${scheme}, ${width} px`, async () => {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 900 });
      for (const [hash, ready] of VIEWS) {
        await see(hash, ready);
        assert.deepEqual(await browser.accessibility(), [], `axe on ${hash}`);
        const overflow = await browser.overflow();
        assert.ok(overflow <= 0, `${hash} is ${overflow} px too wide`);
      }
    });
  }
}

await step('no error in the console, and nothing against the policy', async () => {
  assert.deepEqual(browser.errors, []);
});

await step('a wrong argument is explained', async () => {
  await see('/functions/square', '#argument'); // the browser itself puts the status 422 into the console
  await page.getByLabel(/^Argument/).fill('"twelve"');
  await page.getByRole('button', { name: 'Run' }).click();
  await page.locator('.problem', { hasText: 'An argument of the function is wrong' }).waitFor();
});

await step('a lost connection is told, and found again', async () => {
  await see('/', '.live-live');
  await proxy.takeAway();
  await page.getByText(/^Connection lost at/).waitFor();
  await proxy.putBack();
  await page.locator('.live-live').waitFor();
  await page.getByText(/^Connection lost at/).waitFor({ state: 'detached' });
});

await browser.close();
await proxy.takeAway();
process.exitCode = failed;
