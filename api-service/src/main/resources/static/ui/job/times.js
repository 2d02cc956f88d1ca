import { html, nothing } from '../dom.js';
import { duration, exact, percent, short } from '../format.js';
import { empty, loading, problemBox, term, told } from '../parts.js';

/** How long items took, and the slowest. */
export function itemTimes({ stats, problems }) {
  if (!stats) {
    return problems.stats ? problemBox(problems.stats) : loading;
  }
  const { item, slowest, busySeconds, elapsedSeconds, speedup, utilisation } = stats;
  if (!item.count) {
    return empty('No item was timed yet.', 'The first times come with the first results.');
  }
  return html`<dl class="terms">
      ${term('Half take up to', time(item.p50))}${term('90 % up to', time(item.p90))}
      ${term('99 % up to', time(item.p99))}${term('Slowest', time(item.max))}
      ${term('Computing', time(busySeconds))}
      ${elapsedSeconds === null ? nothing : term('Elapsed', time(elapsedSeconds))}
      ${speedup === null ? nothing : term('Slots in use', told(short(speedup), 'computing ÷ elapsed: how much faster than one after the other'))}
      ${utilisation === null ? nothing : term('Of all slots', percent(utilisation))}
    </dl>
    ${slowest.length ? slowestItems(slowest) : nothing}`;
}

function time(seconds) {
  return told(duration(seconds), `${seconds} seconds`);
}

function slowestItems(slowest) {
  return html`<h3>Slowest items</h3>
    <ol class="slowest">${slowest.map(({ index, seconds }) => html`<li><span>item ${exact(index)}</span> <strong>${time(seconds)}</strong></li>`)}</ol>`;
}
