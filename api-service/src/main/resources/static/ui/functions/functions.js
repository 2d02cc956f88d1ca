import { get } from '../api.js';
import { html, nothing, repeat } from '../dom.js';
import { watchFleet } from '../fleet.js';
import { duration, percent, some } from '../format.js';
import { every } from '../live.js';
import { at, command, empty, loading, panel, problemBox, term, told } from '../parts.js';
import { to } from '../router.js';
import { Trial } from './trial.js';

const LOOK_AGAIN = 10_000;

/** What workers can compute, and a place to try it. */
export function functionsView(first, redraw) {
  let { parts, query } = first;
  let catalogue = null;
  let problem = null;
  let sought = query.get('text') ?? '';
  let trial = null;
  const stopWatching = watchFleet(redraw);
  const stopLooking = every(
    LOOK_AGAIN,
    async () => {
      catalogue = await get('v1/functions');
      problem = null;
      redraw();
    },
    (error) => {
      problem = error;
      redraw();
    },
  );

  function body() {
    if (!catalogue) {
      return problem ? problemBox(problem) : loading;
    }
    const { functions, broken } = catalogue;
    return html`${problemBox(problem)}${broken.length ? panel('Files that cannot be loaded', brokenFiles(broken)) : nothing}
      ${functions.length ? html`<div class="two">${list(functions)}<div>${detail(functions)}</div></div>` : noFunctions()}`;
  }

  function list(functions) {
    const found = functions.filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(sought.toLowerCase()));
    return html`<section class="panel" aria-label="Catalogue">
      <div class="field"><label for="sought">Search</label><input id="sought" type="search" .value=${sought} @input=${search}></div>
      ${found.length
        ? html`<ul class="functions">${repeat(found, ({ name }) => name, entry)}</ul>`
        : empty('No function has this word.', `There are ${some(functions.length, 'function')} in all.`)}
    </section>`;
  }

  function search(event) {
    sought = event.target.value;
    redraw();
  }

  function entry({ name, description }) {
    return html`<li><a href=${to(['functions', name], { text: sought })} aria-current=${parts[1] === name ? 'true' : nothing}>
      <strong>${name}</strong><small>${description}</small></a></li>`;
  }

  function detail(functions) {
    if (!parts[1]) {
      return panel('Try it', empty('Choose a function.', 'Its arguments, its versions and a form that runs it appear here.'));
    }
    const chosen = functions.find(({ name }) => name === parts[1]);
    if (!chosen) {
      return empty(`No live worker has ${parts[1]}.`, 'Its file may be gone or broken, or its workers are down.');
    }
    if (trial?.name !== chosen.name) {
      trial = new Trial(chosen, redraw);
    }
    return html`${about(chosen)}${panel('Try it', trial.template())}`;
  }

  return {
    get title() {
      return parts[1] ?? 'Functions';
    },
    template: () => html`<div class="title"><h1>Functions</h1></div>${body()}`,
    follow(place) {
      ({ parts, query } = place);
      return parts[0] === 'functions';
    },
    stop() {
      stopLooking();
      stopWatching();
    },
  };
}

function noFunctions() {
  return html`<section class="panel">${empty('There are no functions.', html`They come from workers, and none is up: <code>./starmap worker</code>`)}</section>`;
}

function brokenFiles(broken) {
  return html`<ul>${broken.map(({ file, error, workers }) => html`<li><strong>${file}</strong> on ${workers.join(', ')}<pre class="problem">${error}</pre></li>`)}</ul>`;
}

function about(one) {
  return panel(
    one.name,
    html`<p>${one.description}</p>
      <dl class="terms">
        ${term('Version', one.version)}${term('Kind', one.kind)}${term('Workers', one.workers)}
        ${term('Time of an item', one.itemSeconds === null ? 'not known yet' : told(duration(one.itemSeconds), 'in the last job that ended'))}
        ${term('Failed so far', one.errorRate === null ? 'not known yet' : percent(one.errorRate))}
      </dl>
      ${one.parameters.length ? parameters(one.parameters) : nothing}
      ${command(one.curl)}
      ${one.schema ? html`<details><summary>Schema of the arguments</summary><pre>${JSON.stringify(one.schema, null, 2)}</pre></details>` : nothing}
      ${one.versions.length > 1 ? versions(one.versions) : nothing}`,
    html`<a class="button small" href=${to(['new'], { function: one.name, mode: one.curl.includes('/v1/starmap/') ? 'starmap' : '' })}>New job with it</a>`,
  );
}

function parameters(all) {
  return html`<p>Takes ${all.map(({ name, type }, i) => html`${i ? ', ' : ''}<code>${name}</code> (${type})`)}.</p>`;
}

function versions(all) {
  return html`<details><summary>${some(all.length, 'version')}</summary><ul>${all.map(
    ({ version, current, since, workers }) =>
      html`<li><code>${version}</code>${current ? ' (a plain name means it)' : ''}, on ${some(workers, 'worker')}${since ? html`, since ${at(since)}` : nothing}</li>`,
  )}</ul></details>`;
}
