package starmap.store;

import java.util.List;

/** Mistakes in retrying, that the simulation must notice. */
final class RetryMutants {
  static final List<Mutant> ALL =
      List.of(
          new Mutant(
              "scripts/retry",
              "job.state, job.reopening, job.finished = ARGV[3],",
              "job.state, job.reopening, job.finished = job.epoch,",
              "chunks of the time before count"),
          new Mutant(
              "scripts/retry",
              "redis.call('HSET', K.flow, job.id, '0')\n",
              "",
              "a retried job is not among the active ones"),
          new Mutant(
              "scripts/retry",
              "watch(job, now + tonumber(ARGV[5]))\n",
              "",
              "a retry whose process died is never completed"),
          new Mutant(
              "scripts/retry",
              "job.error, job.errorat = '', 0\n",
              "",
              "a mended job keeps its error"),
          new Mutant(
              "scripts/retry",
              "job.reopening, job.finished = ARGV[3], 'RUNNING', job.recorded, 0",
              "job.reopening, job.finished = ARGV[3], 'RUNNING', 0, 0",
              "failed items stay failed, the job stalls"),
          new Mutant(
              "scripts/reopen",
              "or job.reopening ~= left ",
              "",
              "a step that comes late turns the log once more"),
          new Mutant("scripts/reopen", "dispatch(job)\n", "", "nobody computes the gaps"),
          new Mutant(
              "scripts/reopen",
              "finish_when_complete(job, now)\n",
              "",
              "a job that was complete before the last step never ends"),
          new Mutant(
              "lib/reopen",
              "job.contig = math.min(job.contig, start)\n",
              "",
              "readers wait at the wrong place"),
          new Mutant(
              "lib/reopen",
              "job.failed, job.retried = job.failed - failed,",
              "job.failed, job.retried = job.failed,",
              "failures count twice"),
          new Mutant(
              "lib/reopen",
              "redis.call('ZREM', K.map, one.entry)\n",
              "",
              "the index names a segment that is gone"),
          new Mutant(
              "lib/reopen",
              "redis.call('HDEL', K.results, text(start))\n",
              "",
              "the result of a failed item is in the way of the new one"),
          new Mutant(
              "lib/reopen",
              "leave_gap(job, start, start + length, ARGV[i + 2])",
              "leave_gap(job, start, start + length, '')",
              "gaps get no input"),
          new Mutant(
              "lib/job", "  job.again = job.again + to - from\n", "", "gaps are not dispatched"),
          new Mutant(
              "lib/job",
              "  if block then leave_gap(job, tonumber(start), start + length, block) end\n",
              "",
              "what a failed job left undone is never computed"),
          new Mutant(
              "lib/job",
              "(state == 'PARTIAL' or state == 'FAILED')",
              "state == 'FAILED'",
              "input of failed items is gone when it is wanted"),
          new Mutant(
              "lib/job",
              "job.keep == 'KEPT' and job.total >= 0 and",
              "job.total >= 0 and",
              "input that nobody can want stays"),
          new Mutant(
              "scripts/retry",
              " or job.total < 0 then",
              " then",
              "a job of which only a part was sent is retried, and succeeds"),
          new Mutant(
              "lib/record",
              "job.keep == 'KEPT' and length - failed or length",
              "length",
              "input of failed items goes with the others"),
          new Mutant(
              "lib/dispatch",
              "  if start + length < tonumber(to) then redis.call('LPUSH', K.again, text(start + length) .. ',' .. to .. ';' .. block) end\n",
              "",
              "of a long gap only the first chunk is computed"),
          new Mutant(
              "lib/finish",
              " or job.reopening > 0 then",
              "  then",
              "a job ends between two steps of its retry"),
          new Mutant(
              "scripts/purge",
              "if inTime and ARGV[3] == 'expired' and job.reopening > 0 then return 'reopening' end\n",
              "",
              "a job expires because a retry was left unfinished"));

  private RetryMutants() {}
}
