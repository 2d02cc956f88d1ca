// node worker.js HOST PORT: computes one job at a time. Data with `items` was packed by hand.

import { Worker } from "bullmq";
import { functions } from "./functions.js";

const [host, port] = process.argv.slice(2);

async function compute({ name, data }) {
  return data.items ? data.items.map(functions[name]) : functions[name](data.item);
}

const worker = new Worker("bench", compute, { connection: { host, port: Number(port) }, concurrency: 1 });
worker.on("error", (error) => console.error(error.message));
await worker.waitUntilReady();
console.log(JSON.stringify({ ready: true }));
