package starmap.store;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Opens connections, whatever kind of Redis it is.
 *
 * @param client of that kind
 * @param timeout how long opening one takes at most
 * @param files gives the texts of scripts; a test may pass damaged ones
 */
record Connector(AbstractRedisClient client, Duration timeout, UnaryOperator<String> files) {
  private static final int MOST_TRIES = 4;

  Connector(AbstractRedisClient client, Duration timeout) {
    this(client, timeout, Script::read);
  }

  /**
   * Makes a client send each command at most once, and wait so long for its answer. Left to itself
   * Lettuce sends commands again when it has reconnected, even those whose caller gave up long ago:
   * claims that nobody waits for would lock chunks away for a whole lease.
   */
  static void sendOnce(AbstractRedisClient client, Duration timeout) {
    switch (client) {
      case RedisClusterClient cluster ->
          cluster.setOptions(
              ClusterClientOptions.builder(once(cluster.getOptions(), timeout)).build());
      case RedisClient single -> single.setOptions(once(single.getOptions(), timeout));
      default -> throw unknown(client);
    }
  }

  /** A connection for commands; the server must be one that keeps what it acknowledged. */
  CompletableFuture<RedisLink.Session> session() {
    return open(this::connect, one -> one.connection().closeAsync());
  }

  /** A connection for subscriptions. */
  CompletableFuture<StatefulRedisPubSubConnection<byte[], byte[]>> subscriptions() {
    return open(this::connectPubSub, StatefulConnection::closeAsync);
  }

  private <T> CompletableFuture<T> open(Supplier<T> connect, Consumer<T> close) {
    return Opening.within(timeout, () -> untilHeard(connect), close);
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

  private RedisLink.Session connect() {
    return switch (client) {
      case RedisClusterClient cluster -> {
        var connection = cluster.connect(ByteArrayCodec.INSTANCE);
        yield greet(connection, connection.async());
      }
      case RedisClient single -> {
        var connection = single.connect(ByteArrayCodec.INSTANCE);
        yield greet(connection, connection.async());
      }
      default -> throw unknown(client);
    };
  }

  private StatefulRedisPubSubConnection<byte[], byte[]> connectPubSub() {
    return switch (client) {
      case RedisClusterClient cluster -> cluster.connectPubSub(ByteArrayCodec.INSTANCE);
      case RedisClient single -> single.connectPubSub(ByteArrayCodec.INSTANCE);
      default -> throw unknown(client);
    };
  }

  private RedisLink.Session greet(
      StatefulConnection<byte[], byte[]> connection,
      RedisClusterAsyncCommands<byte[], byte[]> commands) {
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

  private static ClientOptions once(ClientOptions options, Duration timeout) {
    return options
        .mutate()
        .autoReconnect(false)
        .timeoutOptions(TimeoutOptions.enabled(timeout))
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .socketOptions(options.getSocketOptions().mutate().connectTimeout(timeout).build())
        .build();
  }

  private static IllegalStateException unknown(AbstractRedisClient client) {
    return new IllegalStateException("unknown kind of client: " + client.getClass());
  }
}
