import { jobPath, post } from '../api.js';
import { html, nothing, say } from '../dom.js';
import { exact, some } from '../format.js';
import { nameOf } from '../parts.js';
import { ask } from '../question.js';
import { plain, to } from '../router.js';

/** What can be done with a job, as buttons; each asks before. */
export function actions(data) {
  const { job } = data;
  const isOver = data.isOver;
  const verbs = [];
  if (isOver && job.counts.failed > 0 && ['PARTIAL', 'FAILED'].includes(job.state)) {
    verbs.push(button(`Retry ${some(job.counts.failed, 'failed item')}`, () => retry(data), 'primary'));
  }
  if (!isOver) {
    verbs.push(job.options.paused ? button('Resume', () => resume(data)) : button('Pause', () => pause(data)));
    verbs.push(button('Cancel', () => cancel(data)));
  }
  return html`${verbs}<a class="button" href=${likeIt(job)}>New job like it</a>`;
}

function button(text, act, kind = nothing) {
  return html`<button type="button" class=${kind} @click=${act}>${text}</button>`;
}

async function act(data, verb, question, done) {
  const isDone = await ask({
    ...question,
    act: async () => data.again(await (await post(jobPath(data.id, `:${verb}`))).json()),
  });
  if (isDone) {
    say(done);
  }
}

function retry(data) {
  const { counts } = data.job;
  const rest = counts.cancelled ? ` So are ${some(counts.cancelled, 'item')} that ${counts.cancelled === 1 ? 'was' : 'were'} never computed.` : '';
  return act(
    data,
    'retry',
    {
      title: `Retry ${some(counts.failed, 'failed item')} of ${nameOf(data.job)}?`,
      text: `They are computed again, into the same indexes. The ${some(counts.succeeded, 'item')} with a value stay.${rest}`,
      verb: `Retry ${exact(counts.failed)}`,
    },
    'The failed items are computed again.',
  );
}

function cancel(data) {
  const { counts } = data.job;
  const open = counts.queued + counts.running;
  return act(
    data,
    'cancel',
    {
      title: `Cancel ${nameOf(data.job)}?`,
      text: `${some(open, 'item')} will never be computed. ${some(counts.succeeded + counts.failed, 'item')} that ended keep their results. This cannot be undone.`,
      verb: 'Cancel the job',
    },
    'The job is cancelled.',
  );
}

function pause(data) {
  const { counts } = data.job;
  return act(
    data,
    'pause',
    {
      title: `Pause ${nameOf(data.job)}?`,
      text: `${some(counts.queued, 'queued item')} will wait until it is resumed; ${some(counts.running, 'item')} at work are finished.`,
      verb: 'Pause the job',
    },
    'The job is paused.',
  );
}

function resume(data) {
  return act(
    data,
    'resume',
    {
      title: `Resume ${nameOf(data.job)}?`,
      text: `${some(data.job.counts.queued, 'queued item')} will be computed as slots are free.`,
      verb: 'Resume the job',
    },
    'The job goes on.',
  );
}

function likeIt(job) {
  const pairs = Object.entries(job.labels).map(([key, value]) => `${key}:${value}`);
  return to(['new'], {
    function: plain(job.function),
    mode: job.mode,
    priority: job.options.priority,
    labels: pairs.join(', '),
  });
}
