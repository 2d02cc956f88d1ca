package starmap.localredis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/** Servers that belong together, and what they say of each other. */
final class Servers implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  static final Duration ANSWER = Duration.ofSeconds(2);

  private final List<LocalRedis> servers = new ArrayList<>();
  private final RedisClient client = RedisClient.create();

  LocalRedis start(Source source, boolean persistent, List<String> settings, String... more) {
    var all = Stream.concat(settings.stream(), Stream.of(more)).toArray(String[]::new);
    var server = LocalRedis.start(source, persistent, all);
    servers.add(server);
    return server;
  }

  List<LocalRedis> all() {
    return servers;
  }

  /** Opens connections to one of them. */
  RedisClient client() {
    return client;
  }

  LocalRedis at(int port) {
    return servers.stream().filter(one -> one.port() == port).findFirst().orElseThrow();
  }

  /** What one of them answers. */
  <T> T ask(LocalRedis server, Function<RedisCommands<String, String>, T> question) {
    try (var connection = client.connect(uri(server))) {
      return question.apply(connection.sync());
    }
  }

  /** The first who is there and has an answer. */
  <T> T firstAnswer(List<LocalRedis> asked, Function<RedisURI, T> question) {
    RedisException last = new RedisException("nobody to ask");
    for (var server : asked) {
      try {
        return question.apply(uri(server));
      } catch (RedisException e) {
        last = e;
      }
    }
    throw last;
  }

  boolean isMaster(LocalRedis server) {
    return ask(server, redis -> redis.info("replication").contains("role:master"));
  }

  /** Waits until a replica has all that the server has. */
  void awaitReplica(LocalRedis server) {
    await(
        "a replica of " + server.port() + " is online",
        () -> ask(server, redis -> redis.info("replication").contains("state=online")));
  }

  /** Waits; who does not answer yet is asked again. */
  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isTrue(condition)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("waited in vain: " + what);
      }
      pause(Duration.ofMillis(20));
    }
  }

  static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  static RedisURI uri(LocalRedis server) {
    var uri = RedisURI.create(server.uri());
    uri.setTimeout(ANSWER);
    return uri;
  }

  @Override
  public void close() {
    client.shutdown(0, 1, TimeUnit.SECONDS);
    servers.forEach(LocalRedis::close);
  }

  private static boolean isTrue(BooleanSupplier condition) {
    try {
      return condition.getAsBoolean();
    } catch (RedisException _) {
      return false;
    }
  }
}
