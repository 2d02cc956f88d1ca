package starmap.store;

import java.util.List;

/** Mistakes in pausing and changing jobs, that the simulation must notice. */
final class PauseMutants {
  static final List<Mutant> ALL =
      List.of(
          new Mutant(
              "scripts/pause",
              "for _, id in ipairs(redis.call('HKEYS', K.chunks)) do redis.call('ZREM', K.ready, id) end\n",
              "",
              "what waits is claimed while the job is paused"),
          new Mutant(
              "lib/chunk",
              "if job.paused == 0 then redis.call('ZADD', K.ready,",
              "if true then redis.call('ZADD', K.ready,",
              "what comes back while the job is paused is claimed"),
          new Mutant(
              "lib/dispatch",
              "started and job.paused == 0 and",
              "started and",
              "an upload that is paused is computed"),
          new Mutant(
              "lib/parts",
              "and job.cost > 0 and job.paused == 0 then",
              "and job.cost > 0 then",
              "the first measured chunk puts a paused job into the queue"),
          new Mutant(
              "scripts/resume",
              "  line_up(job, virtual_time())\n",
              "",
              "what waited during a pause is never claimed"),
          new Mutant(
              "scripts/resume", "dispatch(job)\n", "", "a job that was paused as a whole stalls"),
          new Mutant("scripts/resume", "  job.paused = 0\n", "", "a paused job never goes on"),
          new Mutant(
              "lib/job",
              "return job.paused == 1 and 'PAUSED' or",
              "return",
              "a paused upload runs when it is complete"),
          new Mutant(
              "lib/job",
              "job.reopening, job.paused = state, now, 0, 0, 0, 0",
              "job.reopening = state, now, 0, 0, 0",
              "a job that ended while it was paused cannot be retried"),
          new Mutant(
              "scripts/change",
              "dispatch(job)\n",
              "",
              "a wider window is not filled, the job stalls"),
          new Mutant(
              "lib/dispatch",
              "job.most > 0 and math.min(job.most, wide) or wide",
              "wide",
              "a job takes more of the fleet than it may"));

  private PauseMutants() {}
}
