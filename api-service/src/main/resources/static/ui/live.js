import { get, url } from './api.js';

// One stream of events at a time: the view's. It is closed while the page is paused or hidden, and opened again with a growing
// pause when it breaks. EventSource would give up for good after an answer with an error, and says nothing about why, so each
// attempt first asks for the same thing with a plain GET.

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;

/**
 * How the page stands with the service. Modes: off, connecting, live, lost, paused, over (there is nothing more to come).
 * `since` and `reason` tell of a lost connection, `retryAt` when it is tried again.
 */
export const connection = { mode: 'off', since: null, reason: '', retryAt: null };

const listeners = new Set();
let stream = null;
let isPaused = false;

/** Calls back when `connection` has changed. */
export function onConnection(listener) {
  listeners.add(listener);
}

function become(mode, more = {}) {
  if (mode !== connection.mode || more.retryAt !== connection.retryAt) {
    Object.assign(connection, { since: null, reason: '', retryAt: null }, { mode }, more);
    listeners.forEach((listener) => listener());
  }
}

/** Whether it makes sense to ask for news. */
export function isMoving() {
  return !isPaused && !document.hidden && connection.mode !== 'lost';
}

/**
 * Watches a stream in place of the one before.
 *
 * path, probe: of the events, and of the GET that answers with the same object
 * on: event name → what to do with its data; `last` is the one behind which nothing comes
 * seen: is given what the probe answered
 * silence: milliseconds after which an open stream is doubted
 */
export function watch(options) {
  stream?.close();
  stream = new Stream(options);
  stream.begin();
  const mine = stream;
  return () => {
    mine.close();
    if (stream === mine) {
      stream = null;
      become('off');
    }
  };
}

export function pause() {
  isPaused = true;
  stream?.close();
  become('paused', { since: new Date() });
}

export function resume() {
  isPaused = false;
  become('off');
  stream?.begin();
  wake();
}

/** Tries again at once. */
export function retryNow() {
  stream?.retry();
}

document.addEventListener('visibilitychange', () => {
  if (!isPaused) {
    if (document.hidden) {
      stream?.close();
    } else {
      stream?.begin();
      wake();
    }
  }
});

class Stream {
  constructor(options) {
    this.options = options;
    this.source = null;
    this.timer = null;
    this.isOver = false;
    this.failures = 0;
    this.lostAt = null;
  }

  begin() {
    if (this.isOver) {
      become('over');
    } else if (isPaused) {
      become('paused', { since: new Date() });
    } else if (!document.hidden) {
      become('connecting');
      this.open();
    }
  }

  close() {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  open() {
    this.close();
    const source = new EventSource(url(this.options.path));
    this.source = source;
    source.onerror = () => this.lost('The stream of events broke.');
    for (const [name, act] of Object.entries(this.options.on)) {
      source.addEventListener(name, (event) => {
        if (this.source === source) {
          this.heard();
          act(JSON.parse(event.data));
          if (name === this.options.last) {
            this.end();
          }
        }
      });
    }
    source.onopen = () => this.heard();
  }

  /** Something came, so all is well; should nothing follow for long, that is doubted. */
  heard() {
    this.failures = 0;
    this.lostAt = null;
    become('live');
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.doubt(), this.options.silence);
  }

  end() {
    this.isOver = true;
    this.close();
    become('over');
  }

  async doubt() {
    if (await this.probe()) {
      this.heard();
    }
  }

  lost(reason) {
    this.close();
    this.lostAt ??= new Date();
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.failures) * (0.75 + Math.random() / 2);
    this.failures++;
    this.timer = setTimeout(() => this.retry(), pause);
    become('lost', { since: this.lostAt, reason, retryAt: new Date(Date.now() + pause) });
  }

  async retry() {
    clearTimeout(this.timer);
    if (await this.probe()) {
      this.open();
      wake();
    }
  }

  /** Whether the service answers; what is wrong where it does not is what the page tells. */
  async probe() {
    const asked = this.source;
    try {
      const body = await get(this.options.probe);
      if (this !== stream || this.source !== asked) {
        return false;
      }
      this.options.seen(body);
      return true;
    } catch (problem) {
      if (this !== stream || this.source !== asked) {
        return false;
      }
      if (problem.status === 404) {
        this.end();
        this.options.gone?.(problem);
      } else {
        this.lost(`${problem.title}. ${problem.detail}`);
      }
      return false;
    }
  }
}

const tasks = new Set();

function wake() {
  tasks.forEach((task) => task());
}

/** Does something now and then every so many milliseconds, but not while the page stands still. What it throws is `failed`'s. */
export function every(milliseconds, act, failed) {
  let timer = null;
  let isRunning = false;
  let isStopped = false;
  async function run() {
    clearTimeout(timer);
    if (isRunning || isStopped) {
      return;
    }
    isRunning = true;
    await Promise.resolve(act()).catch((problem) => isStopped || failed(problem));
    isRunning = false;
    next();
  }
  function next() {
    if (!isStopped) {
      timer = setTimeout(() => (isMoving() ? run() : next()), milliseconds);
    }
  }
  const wakened = () => run();
  tasks.add(wakened);
  run();
  return () => {
    isStopped = true;
    tasks.delete(wakened);
    clearTimeout(timer);
  };
}
