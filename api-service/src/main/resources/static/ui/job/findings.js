import { duration, exact, percent, short, some } from '../format.js';

const LONG = 1; // seconds from which a time is worth a word
const SKEWED = 20; // times the usual item
const HARDLY = 0.1; // of a slot

/** Why a job is as it is, in sentences: [{ text, kind }] with kind alarm, fine or empty. The worst come first. */
export function findings(job, stats) {
  return [...standstill(job), ...failures(job), ...speed(job, stats), ...losses(job), ...limits(job)];
}

const alarm = (text) => ({ text, kind: 'alarm' });
const plain = (text) => ({ text, kind: '' });
const fine = (text) => ({ text, kind: 'fine' });

function standstill(job) {
  const found = [];
  if (job.waiting) {
    found.push(alarm(`Nothing of it is computed: ${job.waiting}.`));
  }
  if (job.options.paused) {
    found.push(plain('A client paused it. What is at work is finished, and nothing more is begun.'));
  }
  if (job.state === 'ACCEPTING') {
    found.push(plain(`Its input still arrives: ${some(job.counts.total, 'item')} so far.`));
  }
  if (job.state === 'QUEUED' && !job.waiting) {
    found.push(plain('No worker has begun it: all slots are busy with other jobs, or no worker is up.'));
  }
  return found;
}

function failures({ state, counts, error }) {
  if (state === 'SUCCEEDED') {
    return [fine(`All ${some(counts.succeeded, 'item')} have a value.`)];
  }
  const found = [];
  if (counts.failed > 0 && error) {
    found.push(alarm(`${some(counts.failed, 'item')} failed; the first is ${exact(error.index)}: ${error.type}.`));
  }
  if (counts.cancelled > 0) {
    found.push(alarm(`${some(counts.cancelled, 'item')} ${counts.cancelled === 1 ? 'was' : 'were'} never computed.`));
  }
  return found;
}

function speed(job, stats) {
  if (!stats || !stats.item.count) {
    return [];
  }
  const { p50, p99, max } = stats.item;
  const found = [];
  if (max >= LONG && max > SKEWED * p50) {
    const slowest = stats.slowest[0];
    const where = slowest ? ` (item ${exact(slowest.index)})` : '';
    found.push(plain(`Items differ: half of them take up to ${duration(p50)}, 1 % longer than ${duration(p99)}, the slowest ${duration(max)}${where}.`));
  }
  if (stats.speedup !== null && stats.elapsedSeconds >= LONG) {
    found.push(plain(use(stats, job.times.finished ? 'kept' : 'keeps')));
  }
  return found;
}

function use({ speedup, utilisation, busySeconds, elapsedSeconds }, verb) {
  if (speedup < HARDLY) {
    return `It hardly needs computing: ${duration(busySeconds)} of it in ${duration(elapsedSeconds)}.`;
  }
  const share = utilisation === null ? '' : `, ${percent(utilisation)} of those that are there`;
  return `It ${verb} ${short(Number(speedup.toPrecision(2)))} slots busy on the average${share}.`;
}

function losses({ chunks, counts }) {
  const found = [];
  if (chunks.reclaimed > 0) {
    found.push(plain(`${some(chunks.reclaimed, 'chunk')} had to be taken back from workers that were gone.`));
  }
  if (counts.retried > 0) {
    found.push(plain(`Items were put back to be tried again ${some(counts.retried, 'time')}.`));
  }
  return found;
}

function limits({ options, times }) {
  if (options.maxConcurrency === null || times.finished) {
    return [];
  }
  return [plain(`Its maxConcurrency allows no more than ${some(options.maxConcurrency, 'chunk')} at once.`)];
}
