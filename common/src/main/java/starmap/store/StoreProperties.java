package starmap.store;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code starmap.store.*}: how jobs are kept in Redis. All processes of an installation must agree
 * on these.
 *
 * @param lease how long a worker may be silent before its chunks are taken back; 3 s or more
 * @param uploadDeadline how long an unfinished upload is kept after its last block
 * @param maxActiveJobs most jobs that have not ended
 * @param durability what a job must have survived before it is called accepted
 */
@ConfigurationProperties("starmap.store")
public record StoreProperties(
    @DefaultValue("15s") Duration lease,
    @DefaultValue("60s") Duration uploadDeadline,
    @DefaultValue("10000") int maxActiveJobs,
    @DefaultValue("fast") Durability durability) {
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(3);

  /** Checks the bounds. */
  public StoreProperties {
    if (lease.compareTo(SHORTEST_LEASE) < 0) {
      throw new IllegalArgumentException(
          "starmap.store.lease must be 3s or more, so that a busy worker is not taken for a dead one");
    }
    if (maxActiveJobs < 1) {
      throw new IllegalArgumentException("starmap.store.max-active-jobs must be 1 or more");
    }
  }

  /** The defaults. */
  public static StoreProperties defaults() {
    return new StoreProperties(
        Duration.ofSeconds(15), Duration.ofSeconds(60), 10_000, Durability.FAST);
  }
}
