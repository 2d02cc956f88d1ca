import { get } from '../api.js';
import { html, nothing, repeat } from '../dom.js';
import { every } from '../live.js';
import { chip, figure, jobLink, panel, since } from '../parts.js';

const LOOK_AGAIN = 5_000;
const MOST = 5;

/** The jobs that ended last with failed items: what an operator should look at. */
export class Troubled {
  constructor(redraw) {
    this.jobs = [];
    this.stop = every(
      LOOK_AGAIN,
      async () => {
        const pages = await Promise.all(['PARTIAL', 'FAILED'].map((state) => get(`v1/jobs?state=${state}&pageSize=${MOST}`)));
        this.jobs = pages
          .flatMap(({ jobs }) => jobs)
          .sort((one, other) => other.times.finished.localeCompare(one.times.finished))
          .slice(0, MOST);
        redraw();
      },
      () => {}, // the stream tells of a service that is away
    );
  }

  template() {
    if (!this.jobs.length) {
      return nothing;
    }
    return panel(
      'Ended with failed items',
      html`<table>
        <caption class="hidden">The last jobs that ended with failed items</caption>
        <thead><tr><th scope="col">Job</th><th scope="col" class="wide">Function</th><th scope="col">State</th>
          <th scope="col" class="number">Failed</th><th scope="col" class="number wide">Items</th><th scope="col" class="wide">Ended</th></tr></thead>
        <tbody>${repeat(this.jobs, (job) => job.id, row)}</tbody>
      </table>`,
    );
  }
}

function row(job) {
  return html`<tr>
    <th scope="row">${jobLink(job)}<div class="narrow quiet">${job.function}</div></th>
    <td class="wide">${job.function}</td>
    <td>${chip(job.state)}</td>
    <td class="number">${figure(job.counts.failed, 'items')}</td>
    <td class="number wide">${figure(job.counts.total, 'items')}</td>
    <td class="wide">${since(job.times.finished)}</td>
  </tr>`;
}
