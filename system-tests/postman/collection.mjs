// Makes a Postman collection of the OpenAPI document of a running API, to be run as a whole against an installation with a worker:
//   node collection.mjs http://localhost:8080 starmap.postman_collection.json
// Each request finds what it needs: a job that has ended, one that waits for items, one that runs; what ends something comes last.
import { writeFileSync } from 'node:fs';
import Converter from 'openapi-to-postmanv2';

const [address, file] = process.argv.slice(2);

const NEEDS_OPEN = ['getItems', 'addItems', 'sealJob'];
const NEEDS_RUNNING = ['changeJob', 'pauseJob', 'resumeJob', 'cancelJob'];
const LAST = ['deleteJob', 'drainWorker'];
const OPEN = { function: 'square', input: { open: true } };
const RUNNING = { function: 'sleep', input: { repeat: { value: 0.1, times: 1000 } } };

const document = await (await fetch(`${address}/openapi.json`)).json();
const converted = await new Promise((resolve, reject) =>
  Converter.convertV2(
    { type: 'json', data: document },
    { parametersResolution: 'Example', disableOptionalParameters: true, includeAuthInfoInExample: false },
    (error, made) => (error || !made.result ? reject(error ?? new Error(made.reason)) : resolve(made.output[0].data)),
  ),
);

// The converter writes {id} as :id where it is a whole segment, else as {{id}}.
const template = (path) => path.map((part) => part.replace(/^:(\w+)$/, '{$1}')).join('/').replace(/\{\{(\w+)\}\}/g, '{$1}');
const requests = new Map(requestsOf(converted.item).map((item) => [`${item.request.method} /${template(item.request.url.path)}`, item]));
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
);

function requestsOf(items) {
  return items.flatMap((item) => (item.item ? requestsOf(item.item) : [item]));
}

function script(lines) {
  return [{ listen: 'test', script: { type: 'text/javascript', exec: lines } }];
}

// The id that later requests use: that of a job, and of a worker.
const REMEMBER = {
  submitJob: "pm.collectionVariables.set('id', pm.response.json().id);",
  uploadJob: "pm.collectionVariables.set('id', pm.response.json().id);",
  listWorkers: "pm.collectionVariables.set('worker', pm.response.json().workers[0].id);",
};

function item(operation) {
  const item = requests.get(`${operation.method} ${operation.path}`);
  if (!item) throw new Error(`${operation.operationId} was not converted`);
  const codes = Object.keys(operation.responses).filter((code) => code.startsWith('2')).map(Number);
  const documented = `pm.test('a documented answer', () => pm.expect(${JSON.stringify(codes)}).to.include(pm.response.code));`;
  item.name = operation.operationId;
  item.request.url = `{{baseUrl}}${filled(operation)}`;
  // made-up values of optional headers are of no use
  const optional = (operation.parameters ?? []).filter((parameter) => parameter.in === 'header').map(({ name }) => name);
  item.request.header = (item.request.header ?? []).filter(({ key }) => !optional.includes(key));
  item.event = script([documented, REMEMBER[operation.operationId] ?? '']);
  if (operation.operationId === 'submitJob') {
    item.request.header.push({ key: 'Prefer', value: 'wait=30' });
  }
  return item;
}

function filled({ path, parameters = [] }) {
  const given = (where) => parameters.filter((parameter) => parameter.in === where && parameter.example !== undefined);
  const known = Object.fromEntries(given('path').map(({ name, example }) => [name, example]));
  const job = { id: path.startsWith('/v1/workers') ? '{{worker}}' : '{{id}}', index: 0 };
  const query = given('query').map(({ name, example }) => `${name}=${example}`).join('&');
  return path.replace(/\{(\w+)\}/g, (_, name) => known[name] ?? job[name]) + (query && `?${query}`);
}

function prepare(name, body) {
  return {
    name,
    request: {
      method: 'POST',
      header: [{ key: 'Content-Type', value: 'application/json' }],
      url: '{{baseUrl}}/v1/jobs',
      body: { mode: 'raw', raw: JSON.stringify(body) },
    },
    event: script(["pm.test('accepted', () => pm.expect(pm.response.code).to.equal(202));", REMEMBER.submitJob]),
  };
}

const named = (names) => operations.filter(({ operationId }) => names.includes(operationId)).sort((a, b) => names.indexOf(a.operationId) - names.indexOf(b.operationId)).map(item);
const special = ['submitJob', 'uploadJob', ...NEEDS_OPEN, ...NEEDS_RUNNING, ...LAST];
const others = operations.filter(({ operationId }) => !special.includes(operationId));
const ofJobs = ({ path }) => path.startsWith('/v1/jobs/');

converted.item = [
  ...others.filter((operation) => !ofJobs(operation)).map(item),
  ...named(['submitJob']),
  ...others.filter(ofJobs).map(item),
  ...named(['uploadJob']),
  prepare('a job that waits for items', OPEN),
  ...named(NEEDS_OPEN),
  prepare('a job that runs', RUNNING),
  ...named(NEEDS_RUNNING),
  ...named(LAST),
];
converted.variable = [
  { key: 'baseUrl', value: address },
  { key: 'id', value: '' },
  { key: 'worker', value: '' },
];
writeFileSync(file, JSON.stringify(converted, null, 2));
