package starmap.store;

import java.util.List;

/** Mistakes in the queues of sources, that the simulation must notice. */
final class RouteMutants {
  static final List<Mutant> ALL =
      List.of(
          new Mutant(
              "scripts/reroute",
              "    redis.call('ZADD', K.ready, tag, id)\n",
              "",
              "what was ready when its job moved is never claimed"),
          new Mutant(
              "scripts/reroute",
              "    redis.call('ZREM', from, id)\n",
              "",
              "what was ready when its job moved waits in both queues"),
          new Mutant(
              "scripts/reroute", "save_job(job)\n", "", "a job that moved is where it was before"),
          new Mutant(
              "scripts/reroute",
              "if TERMINAL[job.state] then return 'ended' end\n",
              "",
              "a job that has ended is moved"),
          new Mutant(
              "lib/claimed",
              "then claim.at = at end",
              "then end",
              "only the first queue is served"),
          new Mutant(
              "lib/claimed",
              "if (claim.heads[at] or math.huge) < (claim.heads[claim.at] or math.huge) then",
              "if claim.heads[at] then",
              "a queue of its own overtakes all others"),
          new Mutant(
              "lib/claimed",
              "redis.call('ZADD', KEYS[claim.at], score, id)",
              "redis.call('ZADD', KEYS[1], score, id)",
              "what does not fit into a batch lands in the queue of all"),
          new Mutant(
              "lib/claimed",
              "  if claim.heads then look(claim, claim.at) end\n  for at",
              "  for at",
              "a worker takes the last queue for what it was before"),
          new Mutant(
              "lib/job",
              "    enter(job, job.queue)\n    return job, false",
              "    return job, false",
              "what follows in a queue of its own lands in the queue of all"),
          new Mutant(
              "lib/input",
              "  enter(job, job.queue)\n",
              "",
              "the first chunks of a routed job land in the queue of all"));

  private RouteMutants() {}
}
