package starmap.localredis;

import io.lettuce.core.AbstractRedisClient;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Redis as an installation may have it, on loopback: one server, or several that belong together.
 */
public interface RedisSite extends AutoCloseable {

  /** Spring's own properties that lead there. */
  Map<String, String> properties();

  /** The same as environment variables. */
  default Map<String, String> environment() {
    return properties().entrySet().stream()
        .collect(
            Collectors.toMap(
                one -> one.getKey().toUpperCase(Locale.ROOT).replace('.', '_'),
                Map.Entry::getValue));
  }

  /** A new client that finds the way; closed by whoever asked for it. */
  AbstractRedisClient client();

  /** The server that holds the data at this moment. */
  RedisServer master();

  /**
   * Kills that server as a crash would, and starts it again after {@code away}. Where another takes
   * over, that is waited for, and the killed one is its replica then.
   */
  void crash(Duration away);

  @Override
  void close();
}
