import { get, post } from '../api.js';
import { fields, html, nothing, settled } from '../dom.js';
import { watchFleet } from '../fleet.js';
import { bytes, percent } from '../format.js';
import { every } from '../live.js';
import { command, panel, problemBox } from '../parts.js';
import { go, toFunction, toJob } from '../router.js';
import { FORMATS, arrayOf, formatOfFile, isGzip, jobName, labelsOf } from './items.js';
import { jobRequest, remember, uploadRequest } from './request.js';
import { itemSource, pastedFormat } from './source.js';
import { upload } from './upload.js';

const MODES = [
  ['map', 'map: an item is the one argument'],
  ['starmap', 'starmap: an item is an array or object of arguments'],
  ['calls', 'calls: each item names its function'],
  ['reduce', 'reduce: an item is an array to be folded'],
];

/** A form that submits a job, and leads to it. */
export function newJobView({ query }, redraw) {
  const form = {
    function: query.get('function') ?? '',
    mode: query.get('mode') || 'map',
    source: 'range',
    start: '',
    stop: '',
    step: '',
    pasted: '',
    format: '',
    header: '',
    file: null,
    chunkSize: '',
    onError: 'collect',
    priority: query.get('priority') ?? '5',
    labels: query.get('labels') ?? '',
  };
  let functions = null;
  let problem = null;
  let sending = null; // { abort, sent, total } while an upload is under way; { } while a request is
  const stopWatching = watchFleet(redraw);
  const stopAsking = every(
    10_000,
    async () => {
      functions = (await get('v1/functions')).functions;
      redraw();
    },
    (error) => {
      problem = error;
      redraw();
    },
  );
  const redrawSoon = settled(redraw, 150);

  function change(given) {
    Object.assign(form, given);
    redraw();
  }

  function typed(event) {
    Object.assign(form, { header: '' }, fields(event.currentTarget));
    redrawSoon();
  }

  async function submit(event) {
    event.preventDefault();
    problem = null;
    const request = requestOf(form);
    sending = {};
    redraw();
    try {
      const job = await send(request);
      remember(job.id, request.curl);
      go(toJob(job.name ?? job.id));
    } catch (error) {
      problem = error;
    }
    sending = null;
    redraw();
  }

  async function send(request) {
    if (request.path === 'v1/jobs') {
      return (await post(request.path, request.body)).json();
    }
    const { done, abort } = upload(request, request.body, (sent, total) => {
      sending = { abort, sent, total };
      redraw();
    });
    return done;
  }

  return {
    title: 'New job',
    template: () => html`<div class="title"><h1>New job</h1></div>
      <form class="form" @submit=${submit} @input=${typed}>
        ${panel('What is computed', what(form, functions))}
        ${panel('Items', html`<div class="form">${itemSource(form, change)}</div>`)}
        ${panel('Options', options(form))}
        ${problemBox(problem)}
        ${sending ? progress(sending) : nothing}
        <div class="buttons"><button type="submit" class="primary"
          ?disabled=${sending !== null || (form.source === 'file' && !form.file)}>Submit the job</button></div>
        <details><summary>The same as a line of curl</summary>${asCurl(form)}</details>
      </form>`,
    stop() {
      stopAsking();
      stopWatching();
    },
  };
}

function field(id, name, control, more = nothing) {
  return html`<div class="field"><label for=${id}>${name}</label>${control}
    ${more === nothing ? nothing : html`<small>${more}</small>`}</div>`;
}

function choice(id, chosen, all) {
  const option = ([value, name]) => html`<option value=${value} ?selected=${value === chosen}>${name}</option>`;
  return html`<select id=${id} name=${id}>${all.map(option)}</select>`;
}

function about({ name, description, example, curl }, mode) {
  const isSeveral = mode === 'map' && curl.includes('/v1/starmap/');
  return html`${description} ${isSeveral ? html`<strong>It takes several arguments: choose starmap.</strong>` : nothing}
    An item: <code>${example || '?'}</code>. <a href=${toFunction(name)}>Try it</a>`;
}

function what(form, functions) {
  const known = functions?.find(({ name }) => name === form.function);
  const hint = known
    ? about(known, form.mode)
    : functions?.length === 0
      ? 'No worker is up, so nothing can be computed yet.'
      : html`Names are in the <a href="#/functions">catalogue</a>.`;
  return html`<div class="row">
    ${form.mode === 'calls'
      ? nothing
      : field(
          'function',
          'Function',
          html`<input id="function" name="function" list="known" required autocomplete="off" .value=${form.function}>
            <datalist id="known">${(functions ?? []).map((one) => html`<option value=${one.name}>${one.description}</option>`)}</datalist>`,
          hint,
        )}
    ${field('mode', 'Mode', choice('mode', form.mode, MODES))}
  </div>`;
}

function options(form) {
  return html`<div class="row">
    ${field(
      'chunkSize',
      'Chunk size',
      html`<input id="chunkSize" name="chunkSize" inputmode="numeric" pattern="auto|[0-9]+" placeholder="auto" .value=${form.chunkSize}>`,
      'items; leave it empty unless you know better',
    )}
    ${field('onError', 'When an item fails', choice('onError', form.onError, [['collect', 'go on, collect errors'], ['fail', 'fail the job']]))}
    ${field(
      'priority',
      'Priority',
      html`<input id="priority" name="priority" type="number" min="0" max="9" required .value=${form.priority}>`,
      '0 to 9, the share of the fleet',
    )}
    ${field(
      'labels',
      'Labels',
      html`<input id="labels" name="labels" placeholder="team:a, run:7" .value=${form.labels}>`,
      'key:value, with commas between',
    )}
  </div>`;
}

function progress({ abort, sent, total }) {
  return total === undefined
    ? html`<p role="status">Submitting…</p>`
    : html`<div class="panel">
        <p id="sent">${sent < total ? 'Sending' : 'All sent; waiting for the answer'}: ${bytes(sent)} of ${bytes(total)}, ${percent(sent / total)}</p>
        <progress max=${total} value=${sent} aria-labelledby="sent"></progress>
        <p><button type="button" @click=${abort}>Stop</button></p></div>`;
}

function asCurl(form) {
  if (form.source === 'file' && !form.file) {
    return html`<p class="quiet">Choose a file first.</p>`;
  }
  return command(requestOf(form).curl);
}

/** What is sent: { path, body, curl }, and headers for an upload. */
function requestOf(form) {
  const number = Number(form.chunkSize);
  const given = {
    function: form.mode === 'calls' ? undefined : form.function,
    mode: form.mode === 'map' ? undefined : form.mode,
    chunkSize: number > 0 ? number : undefined,
    onError: form.onError === 'collect' ? undefined : form.onError,
    priority: form.priority === '5' || form.priority === '' ? undefined : Number(form.priority),
    labels: form.labels.trim() ? (labelsOf(form.labels) ?? { [form.labels.trim()]: '' }) : undefined,
  };
  if (form.source === 'range') {
    return jobRequest(given, rangeInput(form));
  }
  const format = form.source === 'paste' ? pastedFormat(form) : form.format || formatOfFile(form.file.name);
  if (form.source === 'paste' && format !== 'csv') {
    return jobRequest(given, `{"items":${arrayOf(form.pasted, format)}}`);
  }
  const body = form.source === 'paste' ? form.pasted : form.file;
  const fileName = body === form.file ? form.file.name : 'items.csv';
  const isWithHeader = format === 'csv' && form.mode === 'starmap' && form.header === 'present';
  const type = FORMATS[format].type + (isWithHeader ? ';header=present' : '');
  return { ...uploadRequest(jobName(fileName), given, { type, isGzip: body === form.file && isGzip(fileName), fileName }), body };
}

/** Digits stay the digits that they are. */
function rangeInput({ start, stop, step }) {
  const members = Object.entries({ start, stop, step }).filter(([, value]) => value);
  return `{"range":{${members.map(([name, value]) => `"${name}":${value}`).join(',')}}}`;
}
