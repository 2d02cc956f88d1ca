/** The page's address is the part behind #: a path, and filters as a query. */
export function here() {
  const [path, query = ''] = location.hash.slice(1).split('?');
  return {
    parts: path.split('/').filter(Boolean).map(decoded),
    query: new URLSearchParams(query),
  };
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** A link to a path; parameters without a value are left out. */
export function to(parts, parameters = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== '') {
      query.set(name, value);
    }
  }
  const path = '#/' + parts.map(encodeURIComponent).join('/');
  return query.size ? `${path}?${query}` : path;
}

export const toJob = (id) => to(['jobs', id]);

export const toFunction = (name) => to(['functions', plain(name)]);

/** `square` of `square@1`. */
export function plain(pinned) {
  return pinned.split('@')[0];
}

export function go(link) {
  location.hash = link;
}

/** Goes there without a step in the browser's history. */
export function replace(link) {
  location.replace(link);
}
