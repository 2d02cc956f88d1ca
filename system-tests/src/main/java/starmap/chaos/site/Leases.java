package starmap.chaos.site;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What Redis itself says about workers and jobs, read past the proxy and past Starmap's own code.
 * Empty while Redis is away.
 */
public final class Leases implements AutoCloseable {
  private static final String PREFIX = "sm:{s00}:";
  private static final ScanArgs CHUNKS =
      ScanArgs.Builder.matches("sm:\\{s00\\}:j:*:chunks").limit(1000);

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final AbstractRedisClient client;
  private final RedisClusterCommands<String, String> redis;

  Leases(AbstractRedisClient client) {
    this.client = client;
    this.redis = commands(client);
  }

  /** Items in chunks that are leased to the worker with this process. */
  public OptionalLong items(long pid) {
    return read(
        () ->
            chunkKeys().stream()
                .flatMap(key -> redis.hgetall(key).entrySet().stream())
                .filter(chunk -> isLeasedTo(pid, chunk.getValue()))
                .mapToLong(chunk -> length(chunk.getKey()))
                .sum());
  }

  /** Jobs that have not ended. */
  public OptionalLong activeJobs() {
    return read(() -> redis.hlen(PREFIX + "flow"));
  }

  /** Whether the worker with this process is in the registry. */
  public boolean isRegistered(long pid) {
    var name = "w" + pid + "-";
    return read(() ->
                redis.hkeys(PREFIX + "workers").stream().filter(id -> id.startsWith(name)).count())
            .orElse(0)
        > 0;
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
  }

  private static RedisClusterCommands<String, String> commands(AbstractRedisClient client) {
    if (client instanceof RedisClusterClient cluster) {
      var refresh =
          ClusterTopologyRefreshOptions.builder()
              .enablePeriodicRefresh(Duration.ofSeconds(1))
              .build();
      cluster.setOptions(ClusterClientOptions.builder().topologyRefreshOptions(refresh).build());
      var connection = cluster.connect();
      connection.setTimeout(TIMEOUT);
      return connection.sync();
    }
    var connection = ((RedisClient) client).connect();
    connection.setTimeout(TIMEOUT);
    return connection.sync();
  }

  private List<String> chunkKeys() {
    var keys = new ArrayList<String>();
    ScanCursor cursor = ScanCursor.INITIAL;
    do {
      KeyScanCursor<String> page = redis.scan(cursor, CHUNKS);
      keys.addAll(page.getKeys());
      cursor = page;
    } while (!cursor.isFinished());
    return keys;
  }

  /** A chunk is {@code S;attempts;strikes;pos;token;block}, a token begins with the worker's id. */
  private static boolean isLeasedTo(long pid, String chunk) {
    var fields = chunk.split(";", -1);
    return fields[0].equals("L") && fields[4].startsWith("w" + pid + "-");
  }

  /** A chunk's id is {@code job.epoch:start:length}. */
  private static long length(String chunkId) {
    return Long.parseLong(chunkId.substring(chunkId.lastIndexOf(':') + 1));
  }

  private static OptionalLong read(java.util.function.LongSupplier reading) {
    try {
      return OptionalLong.of(reading.getAsLong());
    } catch (RedisException _) {
      return OptionalLong.empty();
    }
  }
}
