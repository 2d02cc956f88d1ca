import { jobPath, url } from '../api.js';
import { html } from '../dom.js';
import { command } from '../parts.js';
import { jobRequest, remembered } from '../new/request.js';
import { plain } from '../router.js';

/** Lines for a terminal: what this page does, and how to submit another one. */
export function requests(job) {
  const self = url(jobPath(job.id));
  return html`
    <h3>Submit ${remembered(job.id) ? 'it again' : 'another like it'}</h3>
    ${command(remembered(job.id) ?? another(job))}
    <details><summary>Watch it, read it, act on it</summary>
      ${command(`curl -N ${self}/events -H 'Accept: text/plain'`)}
      ${command(`curl "${self}/results?follow=true&values=true"`)}
      ${command(`curl ${self}/errors`)}
      ${command(`curl ${self}/chunks -H 'Accept: text/tab-separated-values'`)}
      ${command(`curl -X POST ${self}:retry`)}
      ${command(`curl -X POST ${self}:cancel`)}
    </details>`;
}

/** The service does not keep what was sent, so the items are the reader's. */
function another(job) {
  const { options } = job;
  const request = {
    function: plain(job.function),
    mode: job.mode === 'map' ? undefined : job.mode,
    priority: options.priority === 5 ? undefined : options.priority,
    maxConcurrency: options.maxConcurrency ?? undefined,
    tolerate: options.tolerate ?? undefined,
    reduce: job.reduction ? (job.reduction.function ?? job.reduction.op) : undefined,
    labels: Object.keys(job.labels).length ? job.labels : undefined,
  };
  return jobRequest(request, '{"items":[ … ]}').curl;
}
