import { changes, colour, sharp } from '../colours.js';
import { html, nothing } from '../dom.js';
import { clock, duration, exact } from '../format.js';
import { empty, figure, loading, problemBox } from '../parts.js';

const HEIGHT = 18;

/** Who computed when: a row for each worker, the darker the more of its slots were busy. */
export function timeline(data) {
  const { summary, problems } = data;
  if (!summary) {
    return problems.summary ? problemBox(problems.summary) : loading;
  }
  const { workers, others, from, secondsPerBin, bins } = summary.timeline;
  if (!workers.length) {
    return empty('Nothing was computed yet.', 'A worker appears here with its first recorded chunk.');
  }
  const until = new Date(new Date(from).getTime() + secondsPerBin * bins * 1000);
  return html`<table class="timeline">
      <caption class="hidden">Chunks of each worker, and when it was busy</caption>
      <thead><tr><th scope="col">Worker</th><th scope="col" class="number">Chunks</th><th scope="col" class="number wide">Items</th>
        <th scope="col" class="number wide">Failed</th><th scope="col">Busy</th></tr></thead>
      <tbody>${rows(summary.timeline).map((row) => line(row, data, secondsPerBin))}</tbody>
    </table>
    <p class="quiet axis"><span>${clock(from)}</span><span>${duration(secondsPerBin)} a step</span><span>${clock(until)}</span></p>
    ${others ? html`<p class="quiet">The last row sums up all further workers.</p>` : nothing}`;
}

function rows({ workers, others }) {
  return others ? [...workers, { ...others, worker: null }] : workers;
}

function line({ worker, chunks, items, failed, busy }, data, secondsPerBin) {
  const seconds = busy.reduce((sum, one) => sum + one, 0);
  const name = worker === null ? 'others' : (data.workers.get(worker)?.name ?? worker.slice(0, 12));
  return html`<tr>
    <th scope="row" title=${worker ?? ''}>${name}</th>
    <td class="number">${figure(chunks)}</td><td class="number wide">${figure(items)}</td><td class="number wide">${failed ? exact(failed) : '–'}</td>
    <td class="busy"><canvas role="img" aria-label="${duration(seconds)} of computing, at most ${most(busy, secondsPerBin)} slots at once"></canvas></td>
  </tr>`;
}

function most(busy, secondsPerBin) {
  return Math.ceil(Math.max(0, ...busy) / secondsPerBin - 0.05);
}

const isOtherPicture = changes();

export function drawTimeline(main, { summary }) {
  const first = main.querySelector('.timeline canvas');
  if (!first || !isOtherPicture(first, summary, first.clientWidth)) {
    return;
  }
  const all = rows(summary.timeline);
  const { bins, secondsPerBin } = summary.timeline;
  const full = Math.max(secondsPerBin, ...all.map(({ busy }) => Math.max(0, ...busy)));
  main.querySelectorAll('.timeline canvas').forEach((canvas, i) => {
    const width = canvas.clientWidth;
    const context = sharp(canvas, width, HEIGHT);
    context.fillStyle = colour('raised');
    context.fillRect(0, 0, width, HEIGHT);
    context.fillStyle = colour('run');
    const step = width / bins;
    all[i]?.busy.forEach((seconds, bin) => {
      if (seconds > 0) {
        const height = Math.max(2, (HEIGHT * seconds) / full);
        context.fillRect(bin * step, HEIGHT - height, Math.max(1, step), height);
      }
    });
  });
}
