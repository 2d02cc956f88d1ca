package starmap.store;

import io.lettuce.core.AbstractRedisClient;
import java.time.Duration;
import java.util.function.Supplier;
import starmap.fleet.WorkerRegistry;

/** Opens stores on one Redis client; each store has a connection of its own. */
public final class Stores {
  private final AbstractRedisClient client;
  private final StoreProperties properties;
  private final Duration timeout;

  /** {@code timeout} is how long a call waits for its answer. */
  public Stores(AbstractRedisClient client, StoreProperties properties, Duration timeout) {
    this.client = client;
    this.properties = properties;
    this.timeout = timeout;
  }

  /** A store on a new connection. */
  public JobStore jobs() {
    return jobs(() -> "");
  }

  /**
   * A store that lives in the time it is told: epoch milliseconds as text. For tests and
   * simulations.
   */
  public JobStore jobs(Supplier<String> clock) {
    return new RedisJobStore(link(), properties, Keys.SINGLE, clock);
  }

  /** A registry on a new connection. */
  public WorkerRegistry workers() {
    return new Fleet(link(), Keys.SINGLE, properties.lease());
  }

  /** A doorbell; it connects when it is told to. */
  public Doorbell doorbell() {
    return new Doorbell(client, Keys.SINGLE);
  }

  private RedisLink link() {
    return new RedisLink(client, timeout);
  }
}
