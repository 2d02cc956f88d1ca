import { call, firstLines, get, jobPath, tagged } from '../api.js';
import { every, watch } from '../live.js';

const LOOK_AGAIN = 2_000;
const MOST_CHANGES = 200;
const LOOKS_AFTER_THE_END = 5; // a job that has ended can be taken up again, so every fifth look still asks

export const PREVIEW = 10;

/** What the page knows of one job: the job itself from its events, the rest asked for as it changes. */
export class JobData {
  /** What is not known yet is null; problems tell why not, by part. */
  constructor(id, changed) {
    this.id = id;
    this.changed = changed;
    this.job = null;
    this.changes = [];
    this.summary = null;
    this.groups = null;
    this.stats = null;
    this.results = null;
    this.reduced = null;
    this.workers = new Map();
    this.problems = {};
    this.inputs = new Map(); // of failed items somebody wanted to see
    this.from = 0;
    this.rests = 0;
    this.looking = Promise.resolve();
    this.readSummary = tagged(jobPath(id, '/chunks/summary'));
    this.seen = {}; // by part: how the job stood when it was read
    this.watchEvents();
    this.stopLooking = every(
      LOOK_AGAIN,
      () => this.look(),
      (problem) => this.failed('job', problem),
    );
  }

  stop() {
    this.stopLooking();
    this.stopWatching();
  }

  get isOver() {
    return this.job !== null && this.job.times.finished !== null;
  }

  watchEvents() {
    this.stopWatching?.();
    this.changes = [];
    this.stopWatching = watch({
      path: jobPath(this.id, '/events'),
      probe: jobPath(this.id),
      on: {
        progress: (job) => this.take(job),
        state: (change) => {
          this.changes.push(change);
          this.changes.splice(0, this.changes.length - MOST_CHANGES);
          this.changed();
        },
        end: (job) => {
          this.take(job);
          this.look();
        },
      },
      last: 'end',
      seen: (job) => this.take(job),
      gone: (problem) => this.failed('job', problem),
      silence: 20_000,
    });
  }

  /** An event has no reduction and does not know why a job waits; that is kept from before. */
  take(job) {
    const { reduction, waiting } = this.job ?? {};
    const isEvent = job.reduction === null && job.waiting === null;
    this.job = isEvent ? { ...job, reduction: reduction ?? null, waiting: job.counts.running ? null : (waiting ?? null) } : job;
    this.changed();
  }

  failed(part, problem) {
    this.problems[part] = problem;
    this.changed();
  }

  /** Reads what may have changed; one look after the other, so that no older answer comes last. */
  look() {
    this.looking = this.looking.then(() => this.lookOnce());
    return this.looking;
  }

  async lookOnce() {
    if (this.problems.job?.status === 404) {
      return;
    }
    if (this.isOver && !this.isBehind() && ++this.rests % LOOKS_AFTER_THE_END !== 0) {
      return;
    }
    const wasOver = this.isOver;
    await this.read('job', async () => {
      this.job = await get(jobPath(this.id));
    });
    if (this.problems.job) {
      return;
    }
    if (wasOver && !this.isOver) {
      this.watchEvents(); // somebody had it go on
    }
    await Promise.all([
      this.when('summary', this.mark(), () => this.readChunks()),
      this.when('stats', this.mark(), async () => (this.stats = await get(jobPath(this.id, '/stats')))),
      this.when('groups', this.job.counts.failed, () => this.readGroups()),
      this.when('results', this.resultMark(), () => this.readResults()),
      this.job.links.reduction && this.when('reduced', this.mark(), () => this.readReduction()),
    ]);
  }

  /** How the job stands; while it runs, it stands otherwise each time. */
  mark() {
    return this.isOver ? `${this.job.state} ${this.job.times.finished}` : `at ${Date.now()}`;
  }

  resultMark() {
    const { contiguousUntil } = this.job.progress;
    return `${this.from} ${Math.min(contiguousUntil, this.from + PREVIEW)} ${this.isOver} ${this.job.counts.retried}`;
  }

  isBehind() {
    return this.seen.summary !== this.mark();
  }

  async when(part, mark, act) {
    if (this.seen[part] !== mark) {
      this.seen[part] = mark;
      await this.read(part, act);
    }
  }

  async read(part, act) {
    try {
      await act();
      delete this.problems[part];
    } catch (problem) {
      this.problems[part] = problem;
      if (problem.status === 0 || problem.status >= 500) {
        delete this.seen[part]; // it may be better the next time
      }
    }
    this.changed();
  }

  async readChunks() {
    this.summary = (await this.readSummary()) ?? this.summary;
    const strangers = this.summary.timeline.workers.filter(({ worker }) => !this.workers.has(worker));
    if (strangers.length) {
      await this.when('workers', strangers.map(({ worker }) => worker).join(), () => this.readWorkers());
    }
  }

  /** As text, because it may be a number of any size. */
  async readReduction() {
    const answer = await (await call(jobPath(this.id, '/reduction'))).text();
    this.reduced = /"value":(.*),"items":\d+,"final":/s.exec(answer)?.[1] ?? null;
  }

  async readGroups() {
    this.groups = this.job.counts.failed > 0 ? await get(jobPath(this.id, '/errors/groups')) : null;
  }

  async readWorkers() {
    const { workers } = await get('v1/workers');
    this.workers = new Map(workers.map((worker) => [worker.id, worker]));
  }

  async readResults() {
    const asked = this.from;
    const lines = await firstLines(jobPath(this.id, `/results?from=${asked}&to=${asked + PREVIEW}`));
    if (asked === this.from) {
      this.results = lines.map(resultOf);
    }
  }

  /** Shows the results from an index on. */
  async showFrom(index) {
    this.from = index;
    this.results = null;
    this.changed();
    await this.when('results', this.resultMark(), () => this.readResults());
  }

  /** After something was done to the job. */
  async again(job) {
    this.job = job;
    this.seen = {};
    this.watchEvents();
    this.changed();
    await this.look();
  }
}

const VALUE = /^\{"index":(\d+),"value":(.*)\}$/s;

/** A line of results; a value stays the text that it is, so that no number is rounded. */
function resultOf(line) {
  const found = VALUE.exec(line);
  if (found) {
    return { index: Number(found[1]), value: found[2], error: null };
  }
  try {
    return { value: null, ...JSON.parse(line) };
  } catch {
    return { index: null, value: line, error: null }; // it was cut, because it is long
  }
}
