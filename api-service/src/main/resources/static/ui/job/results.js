import { jobPath, url } from '../api.js';
import { fields, html, nothing } from '../dom.js';
import { cut, exact } from '../format.js';
import { empty, loading, problemBox, told } from '../parts.js';
import { PREVIEW } from './data.js';

const MOST_SHOWN = 400;

/** The first results from an index on, as the text that they are. */
export function resultsPanel(data) {
  if (data.problems.results?.status === 409) {
    return empty('There are no results to show.', data.problems.results.message);
  }
  return html`${choice(data)}${list(data)}
    <p class="links">
      <a href=${url(jobPath(data.id, '/results'))} download="${data.id}.ndjson">All as lines with indexes</a>
      <a href=${url(jobPath(data.id, '/results?values=true'))} download="${data.id}-values.ndjson">Values only</a>
    </p>`;
}

function choice(data) {
  const { total } = data.job.counts;
  const submit = (event) => {
    event.preventDefault();
    data.showFrom(Math.max(0, Math.floor(Number(fields(event.currentTarget).from))));
  };
  return html`<form class="pick" @submit=${submit}>
    <div class="field"><label for="from">From item</label>
      <input id="from" name="from" type="number" min="0" max=${Math.max(0, total - 1)} step="1" .value=${String(data.from)} required></div>
    <button type="submit">Show</button>
    ${data.from > 0 ? html`<button type="button" @click=${() => data.showFrom(Math.max(0, data.from - PREVIEW))}>Before</button>` : nothing}
    ${data.from + PREVIEW < total ? html`<button type="button" @click=${() => data.showFrom(data.from + PREVIEW)}>Next</button>` : nothing}
  </form>`;
}

function list(data) {
  if (data.problems.results) {
    return problemBox(data.problems.results);
  }
  if (!data.results) {
    return loading;
  }
  if (!data.results.length) {
    return empty('No results here yet.', data.isOver ? 'These items were never computed.' : 'They appear when they are computed.');
  }
  return html`<table class="results">
    <caption class="hidden">Results from item ${exact(data.from)} on</caption>
    <thead><tr><th scope="col" class="number least">Item</th><th scope="col">Value</th></tr></thead>
    <tbody>${data.results.map(row)}</tbody>
  </table>`;
}

function row({ index, value, error }) {
  const outcome = error ? html`<span class="chip failed">${error.type}</span> ${cut(error.message, MOST_SHOWN)}` : shown(value);
  return html`<tr><td class="number">${index === null ? '…' : exact(index)}</td><td>${outcome}</td></tr>`;
}

function shown(value) {
  return value.length > MOST_SHOWN ? told(cut(value, MOST_SHOWN), `${exact(value.length)} characters`) : value;
}
