/** Where a path of the API is, under whatever prefix this page was served. */
export function url(path) {
  return new URL(path, document.baseURI).href;
}

/** A path of a job. */
export function jobPath(id, rest = '') {
  return `v1/jobs/${encodeURIComponent(id)}${rest}`;
}

/** What a call answered instead of what was asked for. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ?? body.title ?? `HTTP status ${status}`);
    this.status = status;
    this.title = body.title ?? `HTTP status ${status}`;
    this.detail = body.detail ?? '';
    this.errors = body.errors ?? [];
    this.requestId = body.requestId ?? '';
  }

  /** Nobody answered: status 0. */
  static unreachable(error) {
    const isSlow = error.name === 'TimeoutError';
    return new Problem(0, {
      title: isSlow ? 'The service does not answer' : 'The service cannot be reached',
      detail: isSlow ? 'No answer within 30 seconds.' : 'Is it running, and is this machine online?',
    });
  }

  static async of(response) {
    return Problem.parsed(response.status, await response.text());
  }

  static parsed(status, text) {
    try {
      return new Problem(status, JSON.parse(text));
    } catch {
      return new Problem(status, { detail: text.slice(0, 300) });
    }
  }
}

/** Sends a request; anything but success is thrown as a Problem. */
export async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(url(path), { signal: AbortSignal.timeout(30_000), ...options });
  } catch (error) {
    throw error.name === 'AbortError' ? error : Problem.unreachable(error);
  }
  if (!response.ok && response.status !== 304) {
    throw await Problem.of(response);
  }
  return response;
}

export async function get(path) {
  return (await call(path)).json();
}

/** POSTs JSON that is text already, so that no number in it is rounded. */
export async function post(path, text) {
  const body = text === undefined ? {} : { body: text, headers: { 'Content-Type': 'application/json' } };
  return call(path, { method: 'POST', ...body });
}

/** Reads the same thing again and again; null while it has not changed. */
export function tagged(path) {
  let tag = null;
  return async () => {
    const headers = tag ? { 'If-None-Match': tag } : {};
    const response = await call(path, { headers, cache: 'no-store' });
    if (response.status === 304) {
      return null;
    }
    tag = response.headers.get('ETag');
    return response.json();
  };
}

/** The first lines of an answer, and no more than `most` characters of it; the rest is not fetched. */
export async function firstLines(path, most = 200_000) {
  const control = new AbortController();
  const response = await call(path, { signal: control.signal, headers: { Accept: 'application/x-ndjson' } });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value;
    if (text.length > most) {
      control.abort();
      return text.slice(0, most).split('\n');
    }
  }
  return text.split('\n').filter(Boolean);
}
