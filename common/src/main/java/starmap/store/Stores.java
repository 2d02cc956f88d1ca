package starmap.store;

import io.lettuce.core.AbstractRedisClient;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import starmap.fleet.WorkerRegistry;

/** Opens stores on one Redis client; each store has a connection of its own. */
public final class Stores {
  private final Connector connector;
  private final StoreProperties properties;
  private final @Nullable StoreListener listener;

  /**
   * {@code timeout} is how long a call waits for its answer. The client's options for reconnecting
   * are replaced.
   */
  public Stores(AbstractRedisClient client, StoreProperties properties, Duration timeout) {
    this(client, properties, timeout, null);
  }

  /** The same; {@code listener} hears every call of the job stores. */
  public Stores(
      AbstractRedisClient client,
      StoreProperties properties,
      Duration timeout,
      @Nullable StoreListener listener) {
    Home.sendOnce(client, timeout);
    this.connector = Connector.of(client, timeout);
    this.properties = properties;
    this.listener = listener;
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
    var store = new RedisJobStore(link(), properties, Keys.SINGLE, clock);
    return listener == null ? store : HeardStore.of(store, listener);
  }

  /** A registry on a new connection. */
  public WorkerRegistry workers() {
    return new Fleet(link(), Keys.SINGLE, properties.lease());
  }

  /** A look at the memory of Redis, on a new connection. */
  public StoreMemory memory() {
    return new StoreMemory(link(), Keys.SINGLE);
  }

  /** What is watched of the whole, on a new connection. */
  public StoreWatch watch() {
    return new StoreWatch(link(), Keys.SINGLE, () -> "");
  }

  /** What jobs tell of functions, on a new connection. */
  public FunctionCosts costs() {
    return new FunctionCosts(link(), Keys.SINGLE);
  }

  /** Jobs that have ended, for the log, on a new connection. */
  public EndedJobs ended() {
    return new EndedJobs(link(), Keys.SINGLE);
  }

  /** A doorbell; it connects when it is told to. */
  public Doorbell doorbell() {
    return new Doorbell(connector, Keys.SINGLE);
  }

  private RedisLink link() {
    return new RedisLink(connector);
  }
}
