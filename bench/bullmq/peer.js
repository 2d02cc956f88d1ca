// node peer.js HOST PORT: the client. Reads a command from each line, and writes what it measured as a line (see bench/foreign.py).

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Queue, QueueEvents } from "bullmq";
import { functions } from "./functions.js";

const [host, port] = process.argv.slice(2);
const connection = { host, port: Number(port) };
const queue = new Queue("bench", { connection });
const events = new QueueEvents("bench", { connection });
events.setMaxListeners(0);

const seconds = (start) => (performance.now() - start) / 1000;

async function map({ function: name, items, chunk }) {
  const start = performance.now();
  const jobs = await queue.addBulk(pack(items, chunk).map((data) => ({ name, data })));
  const values = await Promise.all(jobs.map((job) => job.waitUntilFinished(events)));
  const all = chunk > 1 ? values.flat() : values;
  return { seconds: seconds(start), values: all };
}

function pack(items, chunk) {
  if (chunk === 1) return items.map((item) => ({ item }));
  const starts = Array.from({ length: Math.ceil(items.length / chunk) }, (_, i) => i * chunk);
  return starts.map((from) => ({ items: items.slice(from, from + chunk) }));
}

/** Each client asks for its next item when it has the value of the one before. */
async function applies({ function: name, item, count, clients }) {
  const times = [];
  const values = [];
  let asked = 0;
  const client = async () => {
    while (asked++ < count) {
      const start = performance.now();
      const job = await queue.add(name, { item });
      values.push(await job.waitUntilFinished(events));
      times.push(seconds(start));
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  return { seconds: seconds(start), times, values };
}

/** In this process, without the queue. */
async function alone({ function: name, items }) {
  const start = performance.now();
  const values = [];
  for (const item of items) values.push(await functions[name](item));
  return { seconds: seconds(start), values };
}

const commands = { map, applies, alone };
const { version } = JSON.parse(readFileSync(new URL("node_modules/bullmq/package.json", import.meta.url)));

await Promise.all([queue.waitUntilReady(), events.waitUntilReady()]);
console.log(JSON.stringify({ version: `${version}, Node ${process.versions.node}` }));
for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  console.log(JSON.stringify(await commands[command.do](command)));
  await queue.clean(0, Number.MAX_SAFE_INTEGER, "completed");
}
process.exit(0);
