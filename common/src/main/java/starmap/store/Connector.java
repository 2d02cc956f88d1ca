package starmap.store;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Opens connections to the server that holds the keys.
 *
 * @param home where it is
 * @param timeout how long an answer takes at most
 * @param files gives the texts of scripts; a test may pass damaged ones
 */
record Connector(Home home, Duration timeout, UnaryOperator<String> files) {
  private static final int MOST_TRIES = 4;

  /** Whoever opens one may have to ask several sentinels, each of which may be frozen. */
  private static final int MOST_ANSWERS = 4;

  static Connector of(AbstractRedisClient client, Duration timeout) {
    return of(client, timeout, Script::read);
  }

  static Connector of(AbstractRedisClient client, Duration timeout, UnaryOperator<String> files) {
    return new Connector(Home.of(client, timeout, Keys.SINGLE.slot()), timeout, files);
  }

  /** A connection for commands; the server must be one that keeps what it acknowledged. */
  CompletableFuture<RedisLink.Session> session() {
    return open(() -> greet(home.connect()), one -> one.connection().closeAsync());
  }

  /** A connection for subscriptions. */
  CompletableFuture<StatefulRedisPubSubConnection<byte[], byte[]>> subscriptions() {
    return open(home::connectPubSub, StatefulConnection::closeAsync);
  }

  private <T> CompletableFuture<T> open(Supplier<T> connect, Consumer<T> close) {
    return Opening.within(timeout.multipliedBy(MOST_ANSWERS), () -> untilHeard(connect), close);
  }

  /** Lettuce may miss what a server says that refuses at once, and is asked again then. */
  private static <T> T untilHeard(Supplier<T> connect) {
    for (int tries = 1; ; tries++) {
      try {
        return connect.get();
      } catch (RedisConnectionException e) {
        boolean missed = e.getCause() instanceof IllegalStateException;
        if (!missed || tries == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  private RedisLink.Session greet(StatefulRedisConnection<byte[], byte[]> connection) {
    var commands = connection.async();
    try {
      var info = commands.info().toCompletableFuture().get(timeout.toMillis(), MILLISECONDS);
      var server = ServerInfo.parse(info);
      server.requireNoEviction();
      return new RedisLink.Session(
          connection, commands, new ScriptCalls(commands, server.flagsScripts(), files));
    } catch (ExecutionException | TimeoutException | InterruptedException | RuntimeException e) {
      connection.closeAsync();
      throw RedisFailures.translate(e);
    }
  }
}
