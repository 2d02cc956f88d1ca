import { html, nothing } from '../dom.js';
import { cut, duration, fullTime, isoSeconds } from '../format.js';
import { bar, chip, figure, labels, loading, nameOf, panel, problemBox, term, at, told } from '../parts.js';
import { toFunction } from '../router.js';
import { actions } from './actions.js';
import { JobData } from './data.js';
import { failedItems } from './failures.js';
import { findings } from './findings.js';
import { history } from './history.js';
import { ChunkMap } from './map.js';
import { requests } from './requests.js';
import { resultsPanel } from './results.js';
import { drawTimeline, timeline } from './timeline.js';
import { itemTimes } from './times.js';

/** One job: how far it is, why it is as it is, which items failed. */
export function jobView(place, redraw) {
  const id = place.parts[1];
  const data = new JobData(id, redraw);
  const map = new ChunkMap(data, redraw);

  function whole(job) {
    return html`
      ${head(job)}
      ${panel('Progress', progress(job, data))}
      ${job.counts.failed ? panel('Failed items', failedItems(data)) : nothing}
      <div class="grid">
        ${panel('Chunks', map.template())}
        ${panel('Time of an item', itemTimes(data))}
      </div>
      ${panel('Workers over time', timeline(data))}
      <div class="grid">
        ${panel('Results', resultsPanel(data))}
        ${panel('History', history(data))}
      </div>
      ${panel('Requests', requests(job))}`;
  }

  function head(job) {
    return html`<p class="crumbs"><a href="#/jobs">Jobs</a></p>
      <div class="title">
        <h1>${nameOf(job)}</h1>${chip(job.state)}<a href=${toFunction(job.function)}>${job.function}</a>
        <span>${labels(job.labels)}</span>
        <div class="buttons">${actions(data)}</div>
      </div>`;
  }

  return {
    get title() {
      return `${data.job ? `${Math.floor(data.job.progress.percent)} % ${nameOf(data.job)}` : id}`;
    },
    template() {
      const { job, problems } = data;
      if (problems.job?.status === 404) {
        return html`<h1>${id}</h1>${problemBox(problems.job)}<p><a href="#/jobs">All jobs</a></p>`;
      }
      return job ? whole(job) : html`<h1>${id}</h1>${problems.job ? problemBox(problems.job) : loading}`;
    },
    drawn(main) {
      map.draw(main);
      drawTimeline(main, data);
    },
    follow: (next) => next.parts[0] === 'jobs' && next.parts[1] === id,
    stop: () => data.stop(),
  };
}

function progress(job, data) {
  const { counts, progress: done } = job;
  const found = findings(job, data.stats);
  return html`
    <div class="percent">
      <strong id="percent">${counts.totalIsFinal ? `${done.percent.toFixed(1)} %` : html`${figure(counts.succeeded + counts.failed)} items`}</strong>
      ${done.itemsPerSecond === null ? nothing : html`<span>${figure(done.itemsPerSecond)} items/s${job.times.finished ? ' on the average' : ''}</span>`}
      <span>${time(job)}</span>
    </div>
    <div class="large-bar">${bar(job)}</div>
    <dl class="terms counts">${terms(job, data.reduced)}</dl>
    ${found.length ? html`<ul class="findings">${found.map(({ text, kind }) => html`<li class=${kind}>${text}</li>`)}</ul>` : nothing}`;
}

function time({ times, progress: done, counts }) {
  if (times.finished) {
    const taken = (new Date(times.finished) - new Date(times.started ?? times.created)) / 1000;
    return html`took ${told(duration(taken), `${taken} seconds`)}, ended ${at(times.finished)}`;
  }
  if (!times.started) {
    return html`submitted ${at(times.created)}, not begun`;
  }
  return html`${done.etaSeconds === null || !counts.totalIsFinal ? nothing : html`${duration(done.etaSeconds)} left, `}begun ${at(times.started)}`;
}

function terms(job, reduced) {
  const { counts, options, reduction } = job;
  const all = [
    term('Items', html`${figure(counts.total)}${counts.totalIsFinal ? '' : ' so far'}`),
    term('Done', figure(counts.succeeded)),
    term('Failed', figure(counts.failed)),
    term('At work', figure(counts.running)),
    term('Queued', figure(counts.queued)),
  ];
  if (counts.cancelled) {
    all.push(term('Never computed', figure(counts.cancelled)));
  }
  all.push(term('Mode', job.mode), term('Priority', options.priority), term('Kept for', kept(job)));
  if (reduction) {
    all.push(term(`Reduction: ${reduction.function ?? reduction.op}`, reduction.problem ?? cut(reduced ?? '…', 300)));
  }
  return all;
}

function kept({ options, times }) {
  if (times.expires) {
    return told(duration(Math.max(0, (new Date(times.expires) - Date.now()) / 1000)), fullTime(times.expires));
  }
  const seconds = isoSeconds(options.ttl);
  return seconds === null ? options.ttl : duration(seconds);
}
