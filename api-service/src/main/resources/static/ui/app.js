import { framed, html, nothing, render } from './dom.js';
import { functionsView } from './functions/functions.js';
import { jobView } from './job/job.js';
import { jobsView } from './jobs/jobs.js';
import { connection, onConnection, pause, resume, retryNow } from './live.js';
import { newJobView } from './new/new.js';
import { overviewView } from './overview/overview.js';
import { problemBox } from './parts.js';
import { here } from './router.js';
import { onTheme, themeChoice } from './theme-choice.js';
import { workersView } from './workers/workers.js';
import { clock } from './format.js';

// The frame of the page: which view is shown, and how it stands with the service. A view is an object with
// title, template() and stop(); it may have drawn(main), called when its template is in the page, and follow(place), which
// tells whether it shows another address without starting again.

const NAVIGATION = [
  ['', 'Overview'],
  ['jobs', 'Jobs'],
  ['workers', 'Workers'],
  ['functions', 'Functions'],
  ['new', 'New job'],
];

const VIEWS = { '': overviewView, jobs: jobsView, workers: workersView, functions: functionsView, new: newJobView };

const main = document.getElementById('main');
let place = here();
let view = null;

const draw = framed(() => {
  render(header(), document.getElementById('header'));
  render(banner(), document.getElementById('banner'));
  render(view.template(), main);
  view.drawn?.(main);
  document.title = `${view.title} · Starmap`;
});

function open() {
  place = here();
  if (view?.follow?.(place)) {
    draw();
    return;
  }
  const isFirst = view === null;
  view?.stop();
  const make = place.parts[0] === 'jobs' && place.parts.length > 1 ? jobView : VIEWS[place.parts[0] ?? ''];
  view = make ? make(place, draw) : nowhere();
  draw();
  if (!isFirst) {
    scrollTo(0, 0);
    main.focus({ preventScroll: true });
  }
}

function nowhere() {
  return {
    title: 'Nothing here',
    template: () => html`<h1>There is nothing here</h1><p>The address is wrong. <a href="#/">Go to the overview</a>.</p>`,
    stop: () => {},
  };
}

function header() {
  return html`<div class="head">
    <a class="brand" href="#/"><img src="ui/icon.svg" alt=""><span>Starmap</span></a>
    <nav aria-label="Views"><ul>${NAVIGATION.map(
      ([path, name]) =>
        html`<li><a href="#/${path}" aria-current=${(place.parts[0] ?? '') === path ? 'page' : nothing}>${name}</a></li>`,
    )}</ul></nav>
    <div class="tools">${liveness()}${themeChoice()}</div>
  </div>`;
}

const TOLD = {
  off: 'Not live',
  connecting: 'Connecting…',
  live: 'Live',
  lost: 'Connection lost',
  paused: 'Paused',
  over: 'Up to date',
};

function liveness() {
  const { mode } = connection;
  const isPaused = mode === 'paused';
  return html`<span class="live live-${mode}">${TOLD[mode]}</span>
    <button type="button" class="small" aria-label=${isPaused ? 'Resume live updates' : 'Pause live updates'}
      @click=${isPaused ? resume : pause}>${isPaused ? 'Resume' : 'Pause'}</button>`;
}

/** A screen reader hears of it once: the text changes only when the state does. */
function banner() {
  const { mode, since, reason, retryAt } = connection;
  if (mode === 'lost') {
    return html`<div class="banner" role="status"><p><strong>Connection lost at ${clock(since)}.</strong> What you see is from then.
      ${reason} <span aria-hidden="true">Next attempt at ${clock(retryAt)}.</span></p>
      <button type="button" class="small" @click=${retryNow}>Try now</button></div>`;
  }
  if (mode === 'paused') {
    return html`<div class="banner paused" role="status"><p><strong>Paused at ${clock(since)}.</strong> Nothing moves until you resume.</p>
      <button type="button" class="small" @click=${resume}>Resume</button></div>`;
  }
  return nothing;
}

function failed(error) {
  render(html`${problemBox(error)}<p><a href="#/">Go to the overview</a></p>`, main);
}

addEventListener('hashchange', open);
addEventListener('error', (event) => event.error && failed(event.error));
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault(); // the address is the router's
  main.focus();
});
onConnection(() => draw());
onTheme(() => draw());
main.replaceChildren();
open();
