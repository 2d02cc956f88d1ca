import { Problem, url } from '../api.js';

/** Sends a body with its progress, which fetch does not tell. Gives { done, abort }. */
export function upload({ path, headers }, body, progressed) {
  const request = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    request.open('PUT', url(path));
    Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.upload.onprogress = ({ loaded, total }) => progressed(loaded, total);
    request.onload = () =>
      request.status < 300 ? resolve(JSON.parse(request.responseText)) : reject(Problem.parsed(request.status, request.responseText));
    request.onerror = () => reject(Problem.unreachable(new Error()));
    request.onabort = () => reject(new Problem(0, { title: 'The upload was stopped', detail: 'What had arrived is removed after a while.' }));
    request.send(body);
  });
  return { done, abort: () => request.abort() };
}
