import { copy, html, nothing, svg } from './dom.js';
import { ago, clock, exact, fullTime, short, word } from './format.js';
import { toJob } from './router.js';

// Small pieces of which views are made.

/** A number in short; the exact one, with its unit, is its title. */
export function figure(number, unit = '') {
  return html`<data value=${number} title="${exact(number)} ${unit}">${short(number)}</data>`;
}

/** Any value that has a short form and an exact one. */
export function told(text, full) {
  return html`<span title=${full}>${text}</span>`;
}

export function at(iso) {
  return html`<time datetime=${iso} title=${fullTime(iso)}>${clock(iso)}</time>`;
}

export function since(iso) {
  return html`<time datetime=${iso} title=${fullTime(iso)}>${ago(iso)}</time>`;
}

export function chip(state) {
  return html`<span class="chip ${state.toLowerCase()}">${word(state)}</span>`;
}

/** How far a job is: what has a value, what failed, what is at work, and what was given up. */
export function bar(job) {
  const { succeeded, failed, running, cancelled, total } = job.counts;
  const parts = [
    ['ok', succeeded],
    ['bad', failed],
    ['run', running],
    ['gone', cancelled],
  ];
  let x = 0;
  const pieces = parts
    .filter(([, items]) => items > 0)
    .map(([kind, items]) => {
      const width = Math.max(kind === 'bad' ? 0.8 : 0, (100 * items) / total);
      const left = Math.min(x, 100 - width);
      x = left + width;
      return svg`<rect class="fill-${kind}" x="${left}%" y="0" width="${width}%" height="100%"></rect>`;
    });
  return html`<div class="bar" role="progressbar" aria-label="Progress of ${nameOf(job)}" aria-valuemin="0" aria-valuemax="100"
      aria-valuenow=${job.progress.percent}><svg aria-hidden="true">${pieces}</svg></div>`;
}

/** A share of something as a bar. */
export function meter(share, kind = 'run') {
  const width = Math.min(100, 100 * share);
  return html`<div class="bar thin" aria-hidden="true"><svg><rect class="fill-${kind}" width="${width}%" height="100%"></rect></svg></div>`;
}

/** The client's name of a job, or the begin of its id. */
export function nameOf(job) {
  return job.name ?? job.id.slice(0, 8);
}

export function jobLink(job) {
  return html`<a href=${toJob(job.id)} title=${job.id}>${nameOf(job)}</a>`;
}

export function labels(of) {
  return Object.entries(of).map(([key, value]) => html`<span class="label">${key}: ${value}</span> `);
}

/** What a call answered instead of what was asked for. */
export function problemBox(problem) {
  if (!problem) {
    return nothing;
  }
  const wrong = (problem.errors ?? []).filter((one) => one.message !== problem.detail);
  return html`<div class="problem" role="alert">
    <strong>${problem.title ?? 'This page has a fault'}</strong>
    ${problem.detail ?? problem.message ? html`<p>${problem.detail ?? problem.message}</p>` : nothing}
    ${wrong.length ? html`<ul>${wrong.map((one) => html`<li><code>${one.pointer}</code> ${one.message}</li>`)}</ul>` : nothing}
    ${problem.requestId ? html`<p class="quiet">Request <code>${problem.requestId}</code>; the log of the service knows it.</p>` : nothing}
  </div>`;
}

/** In place of something that is not there: that it is not, and what to do next. */
export function empty(title, next = nothing) {
  return html`<div class="empty"><p><strong>${title}</strong></p>${next === nothing ? nothing : html`<p>${next}</p>`}</div>`;
}

export const loading = html`<p class="quiet">Loading…</p>`;

/** A line for a terminal, with a button that copies it. */
export function command(text, label = 'Copy') {
  return html`<div class="command"><pre tabindex="0">${text}</pre>
    <button type="button" class="small" @click=${() => copy(text)}>${label}</button></div>`;
}

/** A row of a list of terms. */
export function term(name, value) {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

export function panel(title, body, more = nothing) {
  const id = `panel-${title.toLowerCase().replace(/\W+/g, '-')}`;
  return html`<section class="panel" aria-labelledby=${id}>
    <div class="panel-head"><h2 id=${id}>${title}</h2>${more}</div>${body}
  </section>`;
}
