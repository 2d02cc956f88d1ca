package starmap.localredis;

/** What kinds of Redis there are. */
public enum Topology {
  /** One server. */
  SINGLE,
  /** A master and a replica, and sentinels that say which one is the master. */
  SENTINEL,
  /** Several masters that share the slots. */
  CLUSTER;

  /** The hash tag of all keys of Starmap; {@code Keys} of the store decides it. */
  private static final String TAG = "{s00}";

  /**
   * Starts one.
   *
   * @param failsOver whether a replica takes over within seconds where the master is lost
   * @param settings as for {@link LocalRedis#start}, of each server
   */
  public RedisSite start(Source source, boolean failsOver, boolean persistent, String... settings) {
    return switch (this) {
      case SINGLE -> LocalRedis.start(source, persistent, settings);
      case SENTINEL -> LocalSentinel.start(source, failsOver, persistent, settings);
      case CLUSTER -> LocalCluster.start(source, failsOver, TAG, persistent, settings);
    };
  }
}
