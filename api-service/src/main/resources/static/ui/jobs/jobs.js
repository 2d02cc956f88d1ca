import { get } from '../api.js';
import { fields, html, nothing, repeat, settled } from '../dom.js';
import { fleet, watchFleet } from '../fleet.js';
import { exact, percent } from '../format.js';
import { every } from '../live.js';
import { bar, chip, empty, figure, jobLink, labels, loading, problemBox, since } from '../parts.js';
import { replace, to } from '../router.js';

const STATES = ['ACCEPTING', 'QUEUED', 'RUNNING', 'PAUSED', 'SUCCEEDED', 'PARTIAL', 'FAILED', 'CANCELLED', 'EXPIRED'];
const FILTERS = ['state', 'function', 'label', 'text'];
const PAGE_SIZE = 25;
const LOOK_AGAIN = 3_000;

/** All jobs that are kept, with filters that are part of the address. */
export function jobsView(first, redraw) {
  let query = first.query;
  let page = null;
  let problem = null;
  let turn = 0;
  let stopPolling = poll();
  const stopWatching = watchFleet(takeActive);
  const search = settled((form) => replace(to(['jobs'], fields(form))));

  function poll() {
    const mine = ++turn;
    return every(
      LOOK_AGAIN,
      async () => {
        const answer = await get(`v1/jobs?${parameters()}`);
        if (mine === turn) {
          page = answer;
          problem = null;
          redraw();
        }
      },
      (error) => {
        problem = error;
        redraw();
      },
    );
  }

  function parameters() {
    const wanted = new URLSearchParams({ pageSize: PAGE_SIZE });
    FILTERS.filter((name) => query.get(name)).forEach((name) => wanted.set(name, query.get(name)));
    if (query.get('page')) {
      wanted.set('pageToken', query.get('page'));
    }
    return wanted;
  }

  /** The bars of active jobs move with the stream; the rest of the list follows it. */
  function takeActive() {
    const active = new Map(fleet.now.active.map((job) => [job.id, job]));
    if (page) {
      page = { ...page, jobs: page.jobs.map((job) => active.get(job.id) ?? job) };
    }
    redraw();
  }

  function filters() {
    return html`<form class="filters" role="search" aria-label="Jobs" @submit=${(event) => event.preventDefault()}
        @input=${(event) => search(event.currentTarget)}>
      ${field('text', 'Search', html`<input id="text" name="text" type="search" placeholder="id, name, label…" .value=${value('text')}>`)}
      ${field('state', 'State', stateChoice())}
      ${field('function', 'Function', html`<input id="function" name="function" placeholder="square" .value=${value('function')}>`)}
      ${field('label', 'Label', html`<input id="label" name="label" placeholder="team:a" .value=${value('label')}>`)}
    </form>`;
  }

  const value = (name) => query.get(name) ?? '';

  function stateChoice() {
    const option = (state) =>
      html`<option value=${state} ?selected=${value('state') === state}>${state ? state.toLowerCase() : 'any'}</option>`;
    return html`<select id="state" name="state">${['', ...STATES].map(option)}</select>`;
  }

  function list() {
    if (problem) {
      return problemBox(problem);
    }
    if (!page) {
      return loading;
    }
    return html`${page.jobs.length ? table(page.jobs) : nothingFound()}${pages()}`;
  }

  function nothingFound() {
    if (FILTERS.some(value)) {
      return page.nextPageToken
        ? empty('None of the jobs looked at so far passes the filter.', 'There are older ones: look further.')
        : empty('No job passes the filter.', html`<a href="#/jobs">Show all jobs</a>`);
    }
    return query.get('page')
      ? empty('There are no older jobs.', html`<a href="#/jobs">To the newest</a>`)
      : empty('No jobs yet.', html`<a href="#/new">Submit the first one</a>, or try a <a href="#/functions">function</a>.`);
  }

  function pages() {
    const wanted = Object.fromEntries(FILTERS.map((name) => [name, value(name)]));
    const isFirst = !query.get('page');
    if (isFirst && !page.nextPageToken) {
      return nothing;
    }
    return html`<nav class="pages" aria-label="Pages">
      ${isFirst ? nothing : html`<a class="button" href=${to(['jobs'], wanted)}>Newest</a>`}
      ${page.nextPageToken
        ? html`<a class="button" href=${to(['jobs'], { ...wanted, page: page.nextPageToken })}>Older</a>`
        : html`<span class="quiet">These are the oldest.</span>`}
    </nav>`;
  }

  return {
    title: 'Jobs',
    template: () => html`<div class="title"><h1>Jobs</h1>
        <div class="buttons"><a class="button primary" href="#/new">New job</a></div></div>
      <section class="panel" aria-label="Jobs, newest first">${filters()}${list()}</section>`,
    follow(place) {
      if (place.parts.length !== 1 || place.parts[0] !== 'jobs') {
        return false;
      }
      query = place.query;
      stopPolling();
      stopPolling = poll();
      return true;
    },
    stop() {
      stopPolling();
      stopWatching();
    },
  };
}

function field(id, name, control) {
  return html`<div class="field"><label for=${id}>${name}</label>${control}</div>`;
}

function table(jobs) {
  return html`<table>
    <caption class="hidden">Jobs, newest first</caption>
    <thead><tr><th scope="col">Job</th><th scope="col" class="wide">Function</th><th scope="col" class="wide">State</th><th scope="col">Progress</th>
      <th scope="col" class="number wide">Items</th><th scope="col" class="number">Failed</th><th scope="col" class="wide">Submitted</th></tr></thead>
    <tbody>${repeat(jobs, (job) => job.id, row)}</tbody>
  </table>`;
}

function row(job) {
  const { counts, progress } = job;
  return html`<tr>
    <th scope="row">${jobLink(job)} ${labels(job.labels)}<div class="narrow"><span class="quiet">${job.function}</span><br>${chip(job.state)}</div></th>
    <td class="wide">${job.function}</td>
    <td class="wide">${chip(job.state)}</td>
    <td class="progress">${bar(job)}<small>${percent(progress.percent / 100)}</small></td>
    <td class="number wide" title=${exact(counts.total)}>${figure(counts.total, 'items')}</td>
    <td class="number">${counts.failed ? figure(counts.failed, 'items') : '–'}</td>
    <td class="wide">${since(job.times.created)}</td>
  </tr>`;
}
