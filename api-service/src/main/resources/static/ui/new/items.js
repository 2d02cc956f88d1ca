// What was pasted or dropped, and what it is.

export const FORMATS = {
  json: { name: 'JSON array', type: 'application/json' },
  ndjson: { name: 'one JSON value a line', type: 'application/x-ndjson' },
  csv: { name: 'CSV', type: 'text/csv' },
};

/** Which format a text has: an array, lines of JSON, or else CSV, where words need no quotes. */
export function formatOf(text) {
  const begin = text.trimStart();
  if (begin.startsWith('[') && isJson(text)) {
    return 'json';
  }
  return lines(text).every(isJson) ? 'ndjson' : 'csv';
}

/** By the ending of its name, behind which there may be a .gz. */
export function formatOfFile(name) {
  const ending = name.toLowerCase().replace(/\.gz$/, '').split('.').at(-1);
  return ending === 'json' || ending === 'csv' ? ending : 'ndjson';
}

export function isGzip(name) {
  return name.toLowerCase().endsWith('.gz');
}

/** The JSON array of what was pasted as JSON. */
export function arrayOf(text, format) {
  return format === 'json' ? text.trim() : `[${lines(text).join(',')}]`;
}

/** How many items were pasted. */
export function countOf(text, format) {
  return format === 'json' ? JSON.parse(text).length : lines(text).length;
}

function lines(text) {
  return text.split('\n').filter((line) => line.trim());
}

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A name for an uploaded job: of its file, with the time. */
export function jobName(fileName) {
  const stem = fileName.replace(/(\.[A-Za-z]+)?(\.gz)?$/i, '').replace(/[^\w.-]+/g, '-').slice(0, 60);
  return `${stem || 'upload'}-${new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}`;
}

/** How many integers a range has, as BigInt; null where it is none. */
export function rangeSize(start, stop, step) {
  if (!stop) {
    return null;
  }
  try {
    const by = BigInt(step || '1');
    const way = BigInt(stop) - BigInt(start || '0');
    const steps = by === 0n ? 0n : (way + by - (by > 0n ? 1n : -1n)) / by;
    return by === 0n ? null : steps > 0n ? steps : 0n;
  } catch {
    return null;
  }
}

/** "team:a, run:7" as an object; null where a part has no colon. */
export function labelsOf(text) {
  const pairs = text.split(',').map((part) => part.trim()).filter(Boolean).map((part) => part.split(/:(.*)/s));
  return pairs.every((pair) => pair.length > 1 && pair[0])
    ? Object.fromEntries(pairs.map(([key, value]) => [key.trim(), value.trim()]))
    : null;
}
