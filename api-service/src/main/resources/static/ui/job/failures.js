import { firstLines, jobPath, url } from '../api.js';
import { html, nothing } from '../dom.js';
import { cut, exact, some } from '../format.js';
import { loading, problemBox } from '../parts.js';

const MOST_INPUT = 2_000;

/** Failed items by what went wrong, the most frequent first. */
export function failedItems(data) {
  const { groups, problems, job } = data;
  if (!groups) {
    return problems.groups ? problemBox(problems.groups) : loading;
  }
  const missing = job.counts.failed - groups.read;
  return html`
    ${groups.groups.map((group, i) => failure(data, group, i === 0))}
    ${missing > 0 && groups.read < groups.failed ? html`<p class="quiet">The first ${exact(groups.read)} were looked at.</p>` : nothing}
    <p class="links">
      <a href=${url(jobPath(data.id, '/errors'))} download="${data.id}-errors.ndjson">All errors as lines</a>
      <a href=${url(jobPath(data.id, '/errors?as=input'))} download="${data.id}-failed-input.ndjson">Their input, to be posted again</a>
    </p>`;
}

function failure(data, { type, message, count, samples }, isFirst) {
  return html`<details class="failure" ?open=${isFirst}>
    <summary><strong class="number" title=${some(count, 'item')}>${exact(count)} ×</strong> <strong>${type}</strong>
      <span class="message">${cut(message, 300)}</span></summary>
    <table>
      <caption class="hidden">Samples of ${type}</caption>
      <thead><tr><th scope="col" class="number least">Item</th><th scope="col" class="number least wide">Attempts</th><th scope="col">Message</th>
        <th scope="col">Input</th></tr></thead>
      <tbody>${samples.map((sample) => row(data, sample))}</tbody>
    </table>
  </details>`;
}

function row(data, { index, message, attempts }) {
  return html`<tr>
    <td class="number">${exact(index)}</td><td class="number wide">${attempts}</td>
    <td><pre>${cut(message, 600)}</pre></td>
    <td>${input(data, index)}</td>
  </tr>`;
}

/** The item itself is fetched when somebody wants to see it. */
function input(data, index) {
  const known = data.inputs.get(index);
  return known === undefined
    ? html`<button type="button" class="small" aria-label="Show the input of item ${exact(index)}" @click=${() => show(data, index)}>Show</button>`
    : html`<pre class="input">${known}</pre>`;
}

async function show(data, index) {
  try {
    const [item = 'is gone'] = await firstLines(jobPath(data.id, `/errors?as=input&from=${index}&to=${index + 1}`), MOST_INPUT);
    data.inputs.set(index, cut(item, MOST_INPUT));
  } catch (problem) {
    data.inputs.set(index, problem.message);
  }
  data.changed();
}
