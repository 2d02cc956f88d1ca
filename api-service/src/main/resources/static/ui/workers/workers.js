import { get, post } from '../api.js';
import { html, nothing, repeat, say } from '../dom.js';
import { watchFleet } from '../fleet.js';
import { duration, exact, some } from '../format.js';
import { every } from '../live.js';
import { empty, loading, meter, panel, problemBox, since } from '../parts.js';
import { ask } from '../question.js';
import { toFunction, toJob } from '../router.js';

const LOOK_AGAIN = 2_000;

/** Who computes, and what at this moment. */
export function workersView(_, redraw) {
  let workers = null;
  let problem = null;
  const stopWatching = watchFleet(redraw);

  async function look() {
    workers = (await get('v1/workers')).workers;
    problem = null;
    redraw();
  }

  const stopLooking = every(LOOK_AGAIN, look, (error) => {
    problem = error;
    redraw();
  });

  async function drain(worker) {
    const isDone = await ask({
      title: `Drain ${worker.name}?`,
      text:
        `It ends the ${some(worker.chunks.length, 'chunk')} that it holds and takes no new ones. ` +
        `It stays so until its process is stopped; the fleet has ${some(worker.slots, 'slot')} less.`,
      verb: 'Drain the worker',
      act: async () => {
        await post(`v1/workers/${encodeURIComponent(worker.id)}:drain`);
        await look();
      },
    });
    if (isDone) {
      say(`${worker.name} takes no new chunks.`);
    }
  }

  function body() {
    if (!workers) {
      return problem ? problemBox(problem) : loading;
    }
    const alive = workers.filter((worker) => worker.alive);
    const gone = workers.filter((worker) => !worker.alive);
    return html`${problemBox(problem)}
      ${panel('Alive', alive.length ? table(alive, drain) : noWorkers(), html`<span class="quiet">${slots(alive)}</span>`)}
      ${gone.length ? panel('Gone within the last ten minutes', goneOnes(gone)) : nothing}`;
  }

  return {
    title: 'Workers',
    template: () => html`<div class="title"><h1>Workers</h1></div>${body()}`,
    stop() {
      stopLooking();
      stopWatching();
    },
  };
}

function noWorkers() {
  return empty(
    'No worker is up, so nothing is computed.',
    html`Start one on any machine that reaches Redis: <code>./starmap worker --redis redis://HOST:PORT</code>`,
  );
}

function slots(workers) {
  const busy = workers.reduce((sum, worker) => sum + worker.busy, 0);
  return `${some(workers.length, 'worker')}, ${busy} of ${some(workers.reduce((sum, worker) => sum + worker.slots, 0), 'slot')} busy`;
}

function table(workers, drain) {
  return html`<table>
    <caption class="hidden">Workers that are alive</caption>
    <thead><tr><th scope="col">Worker</th><th scope="col" class="slots wide">Slots</th><th scope="col">Computes now</th>
      <th scope="col" class="wide">Functions</th><th scope="col" class="wide">Started</th><th scope="col"><span class="hidden">Actions</span></th></tr></thead>
    <tbody>${repeat(workers, (worker) => worker.id, (worker) => row(worker, drain))}</tbody>
  </table>`;
}

function row(worker, drain) {
  const { name, host, pid, slots: all, busy, draining, chunks, functions } = worker;
  return html`<tr>
    <th scope="row"><strong>${name}</strong><div class="quiet">${host}, process ${pid}<span class="narrow"><br>${busy} of ${some(all, 'slot')} busy</span></div>
      ${draining ? html`<span class="chip draining">Draining</span>` : nothing}</th>
    <td class="wide">${busy} of ${all}${meter(all ? busy / all : 0)}</td>
    <td>${chunks.length ? html`<ul class="chunks">${chunks.map(chunk)}</ul>` : html`<span class="quiet">nothing</span>`}</td>
    <td class="wide">${functions.length ? functionList(functions) : '–'}</td>
    <td class="wide">${since(worker.since)}</td>
    <td class="number">${draining
      ? nothing
      : html`<button type="button" class="small" aria-label="Drain ${name}" @click=${() => drain(worker)}>Drain</button>`}</td>
  </tr>`;
}

function chunk({ job, start, length, seconds }) {
  return html`<li><a href=${toJob(job)}>${job.slice(0, 8)}</a> items ${exact(start)} to ${exact(start + length - 1)}, for ${duration(seconds)}</li>`;
}

function functionList(functions) {
  return html`<details><summary>${some(functions.length, 'function')}</summary>
    ${functions.map((name) => html`<a href=${toFunction(name)}>${name}</a> `)}</details>`;
}

function goneOnes(workers) {
  return html`<ul>${workers.map(
    ({ name, host, pid, lastHeartbeat }) => html`<li><strong>${name}</strong> (${host}, process ${pid}), last heard ${since(lastHeartbeat)}</li>`,
  )}</ul>`;
}
