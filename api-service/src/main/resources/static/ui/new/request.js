import { url } from '../api.js';

// The requests that submit a job, and their lines of curl. Items are put in as the text that they are, so that none is altered.

const MOST_REMEMBERED = 5_000;

/** POST /v1/jobs; `input` is JSON text. */
export function jobRequest(options, input) {
  const members = Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  const body = `{${[...members, `"input":${input}`].join(',')}}`;
  return { path: 'v1/jobs', body, curl: `curl ${quoted(url('v1/jobs'))} --json ${quoted(body)}` };
}

/** PUT /v1/jobs/{name}, with the options in the query. */
export function uploadRequest(name, options, { type, isGzip, fileName }) {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(options)) {
    if (key === 'labels') {
      Object.entries(value ?? {}).forEach(([label, text]) => query.set(`labels.${label}`, text));
    } else if (value !== undefined) {
      query.set(key, value);
    }
  }
  const path = `v1/jobs/${encodeURIComponent(name)}?${query}`;
  const headers = { 'Content-Type': type, ...(isGzip ? { 'Content-Encoding': 'gzip' } : {}) };
  const told = Object.entries(headers).map(([header, value]) => ` -H ${quoted(`${header}: ${value}`)}`);
  return { path, headers, curl: `curl -T ${quoted(fileName)}${told.join('')} ${quoted(url(path))}` };
}

/** As one word of a shell. */
function quoted(text) {
  return /^[\w:/.-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Keeps the line of a job for this tab, because the service does not keep requests. */
export function remember(id, curl) {
  try {
    if (curl.length <= MOST_REMEMBERED) {
      sessionStorage.setItem(`starmap.request.${id}`, curl);
    }
  } catch {
    // storage is full or forbidden: the job's page shows what it can
  }
}

export function remembered(id) {
  try {
    return sessionStorage.getItem(`starmap.request.${id}`);
  } catch {
    return null;
  }
}
