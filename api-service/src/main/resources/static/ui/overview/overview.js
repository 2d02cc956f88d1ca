import { Chart } from '../chart.js';
import { html, nothing, repeat } from '../dom.js';
import { fleet, line, sampleTimes, watchFleet } from '../fleet.js';
import { bytes, duration, exact, percent, short, some } from '../format.js';
import { bar, chip, empty, figure, jobLink, loading, meter, panel, told } from '../parts.js';
import { Troubled } from './troubled.js';

const FULL = 0.85; // above that share of its memory Redis takes no new jobs

/** What the fleet does at this moment. */
export function overviewView(_, redraw) {
  const charts = {};
  const stop = watchFleet(redraw);
  const troubled = new Troubled(redraw);

  function drawn(main) {
    const places = { throughput: throughputChart, backlog: backlogChart };
    for (const [name, make] of Object.entries(places)) {
      const host = main.querySelector(`#${name}`);
      if (host) {
        charts[name] ??= make(host);
        charts[name].show();
      }
    }
  }

  return {
    title: 'Overview',
    template: () => html`<div class="title"><h1>Overview</h1></div>${fleet.now ? whole(fleet.now, troubled) : loading}`,
    drawn,
    stop() {
      stop();
      troubled.stop();
      Object.values(charts).forEach((chart) => chart.stop());
    },
  };
}

function whole(now, troubled) {
  return html`
    <div class="tiles">${tiles(now)}</div>
    ${panel('Active jobs', activeJobs(now), html`<a href="#/jobs">All jobs</a>`)}
    ${troubled.template()}
    <div class="grid">
      ${panel('Throughput', chartPlace('throughput', 'Items a second over the last five minutes'))}
      ${panel('Backlog', chartPlace('backlog', 'Chunks over the last five minutes'))}
    </div>`;
}

function tile(name, value, ...notes) {
  return html`<section class="tile"><h2>${name}</h2><p class="value">${value}</p>${notes}</section>`;
}

function tiles({ items, chunks, jobs, workers, redis }) {
  const waiting = chunks.ready + chunks.delayed;
  return [
    tile(
      'Throughput',
      html`${figure(items.perSecond, 'items a second')} <small>items/s</small>`,
      items.failedPerSecond > 0 ? html`<p class="alarm">${figure(items.failedPerSecond)} failed/s</p>` : html`<p>none fails now</p>`,
    ),
    tile(
      'Backlog',
      html`${figure(waiting, 'chunks')} <small>chunks</small>`,
      html`<p>${chunks.delayed ? `${short(chunks.delayed)} for a retry, ` : nothing}${figure(chunks.leased)} at work</p>`,
    ),
    tile('Active jobs', figure(jobs.active, 'jobs'), html`<p>${jobs.active ? 'not ended' : 'nothing to do'}</p>`),
    tile(
      'Slots busy',
      html`${workers.busy} <small>of ${workers.slots}</small>`,
      workers.slots ? meter(workers.busy / workers.slots) : nothing,
      workers.slots ? nothing : html`<p class="alarm">nothing is computed</p>`,
    ),
    tile(
      'Workers',
      html`<a href="#/workers">${workers.alive}</a> <small>alive</small>`,
      workers.alive ? nothing : html`<p class="alarm">start one: <code>./starmap worker</code></p>`,
      workers.draining ? html`<p>${workers.draining} draining</p>` : nothing,
    ),
    redisTile(redis),
  ];
}

function redisTile({ usedBytes, maxBytes }) {
  const share = maxBytes ? usedBytes / maxBytes : null;
  return tile(
    'Redis memory',
    told(bytes(usedBytes), `${exact(usedBytes)} bytes`),
    share === null
      ? html`<p>no limit set</p>`
      : html`${meter(share, share > FULL ? 'bad' : 'run')}<p class=${share > FULL ? 'alarm' : ''}>${percent(share)} of
          ${bytes(maxBytes)}${share > FULL ? '; new jobs are refused' : ''}</p>`,
  );
}

function activeJobs(now) {
  if (now.active.length === 0) {
    return empty('No job is active.', html`<a href="#/new">Submit one</a>, or look at <a href="#/jobs">those that have ended</a>.`);
  }
  const more = now.jobs.active - now.active.length;
  return html`<ul class="active">${repeat(now.active, (job) => job.id, activeJob)}</ul>
    ${more > 0 ? html`<p class="quiet">…and ${some(more, 'older one')}.</p>` : nothing}`;
}

function activeJob(job) {
  const { counts, progress } = job;
  return html`<li>
    <span class="what">${jobLink(job)} <small>${job.function}</small></span>
    ${chip(job.state)}
    ${bar(job)}
    <span class="number">${counts.totalIsFinal ? `${progress.percent.toFixed(1)} %` : html`${figure(counts.total)} so far`}</span>
    <span class="number">${progress.itemsPerSecond === null || job.options.paused ? '–' : html`${figure(progress.itemsPerSecond, 'items a second')}/s`}</span>
    <span class="number">${counts.failed ? html`<span class="alarm">${figure(counts.failed)} failed</span>` : eta(job)}</span>
  </li>`;
}

function eta({ progress }) {
  return progress.etaSeconds === null ? nothing : `${duration(progress.etaSeconds)} left`;
}

function chartPlace(id, label) {
  return html`<div class="chart" id=${id} role="img" aria-label="${label}; the figures above tell the present"></div>`;
}

function throughputChart(host) {
  const lines = [
    { label: 'Items/s', colour: 'run', fill: 'run-soft' },
    { label: 'Failed/s', colour: 'bad' },
  ];
  return shown(new Chart(host, lines, short), [(one) => one.items.perSecond, (one) => one.items.failedPerSecond]);
}

function backlogChart(host) {
  const lines = [
    { label: 'Ready', colour: 'wait' },
    { label: 'Delayed', colour: 'quiet' },
    { label: 'At work', colour: 'run' },
  ];
  return shown(new Chart(host, lines, short), [(one) => one.chunks.ready, (one) => one.chunks.delayed, (one) => one.chunks.leased]);
}

function shown(chart, readers) {
  return {
    show: () => chart.show([sampleTimes(), ...readers.map(line)]),
    stop: () => chart.stop(),
  };
}
