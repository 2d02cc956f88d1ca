import { html, nothing } from '../dom.js';
import { exact } from '../format.js';
import { at, chip, loading, term } from '../parts.js';

/** Which states the job was in, and how often something of it was begun again. */
export function history({ changes, job }) {
  return html`
    ${changes.length ? html`<ol class="history">${changes.map((one) => html`<li>${chip(one.state)} ${at(one.at)}</li>`)}</ol>` : loading}
    <dl class="terms">
      ${term('Chunks recorded', exact(job.chunks.recorded))}
      ${term('Outstanding', exact(job.chunks.outstanding))}
      ${term('Taken back', exact(job.chunks.reclaimed))}
      ${term('Item retries', exact(job.counts.retried))}
    </dl>
    ${job.name ? html`<p class="quiet">Its id is <code>${job.id}</code>.</p>` : nothing}`;
}
