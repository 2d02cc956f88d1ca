package starmap.store;

import java.util.List;
import starmap.job.JobId;

/**
 * Makes the calls after which a job may be called accepted. Waiting for a replica holds up whatever
 * else is asked on the same connection, so it has one of its own.
 */
record Acceptance(RedisLink link, Keys keys, boolean replicated) {
  private static final long REPLICATION_MILLIS = 1_000;

  static Acceptance of(RedisLink link, StoreProperties properties, Keys keys) {
    return properties.durability() == Durability.FAST
        ? new Acceptance(link, keys, false)
        : new Acceptance(link.another(), keys, true);
  }

  /**
   * Calls a script.
   *
   * @throws StoreException.Unavailable also where the job is stored, but no replica has it; the
   *     call may be repeated
   */
  Reply call(Script script, JobId id, Arguments arguments) {
    if (!replicated) {
      return new Reply(link.call(s -> s.scripts().call(script, keys.ofJob(id), arguments)));
    }
    return new Reply(
        link.call(
            session ->
                session
                    .scripts()
                    .call(script, keys.ofJob(id), arguments)
                    .thenCompose(
                        reply ->
                            session
                                .commands()
                                .waitForReplication(1, REPLICATION_MILLIS)
                                .thenApply(replicas -> requireReplica(replicas, reply)))));
  }

  private static List<Object> requireReplica(long replicas, List<Object> reply) {
    if (replicas == 0) {
      throw new StoreException.Unavailable("no replica of Redis has the job yet", null);
    }
    return reply;
  }
}
