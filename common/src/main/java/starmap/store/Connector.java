package starmap.store;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Opens connections, whatever kind of Redis it is. None takes longer than {@code timeout}. */
record Connector(AbstractRedisClient client, Duration timeout) {

  /**
   * Makes a client send each command at most once. Left to itself Lettuce sends commands again when
   * it has reconnected, even those whose caller gave up long ago: claims that nobody waits for
   * would lock chunks away for a whole lease.
   */
  static void sendOnce(AbstractRedisClient client, Duration timeout) {
    switch (client) {
      case RedisClusterClient cluster -> {
        var options =
            io.lettuce.core.cluster.ClusterClientOptions.builder(
                once(cluster.getOptions(), timeout));
        cluster.setOptions(options.build());
      }
      case RedisClient single -> single.setOptions(once(single.getOptions(), timeout));
      default -> throw unknown(client);
    }
  }

  /** A connection for commands; the server must be one that keeps what it acknowledged. */
  CompletableFuture<RedisLink.Session> session() {
    return Opening.within(timeout, this::connect, one -> one.connection().closeAsync());
  }

  /** A connection for subscriptions. */
  CompletableFuture<StatefulRedisPubSubConnection<byte[], byte[]>> subscriptions() {
    return Opening.within(timeout, this::connectPubSub, StatefulConnection::closeAsync);
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
          connection, commands, new ScriptCalls(commands, server.flagsScripts()));
    } catch (ExecutionException e) {
      connection.closeAsync();
      throw RedisFailures.translate(e);
    } catch (TimeoutException | InterruptedException e) {
      connection.closeAsync();
      throw new StoreException.Unavailable("Redis did not greet", e);
    } catch (RuntimeException e) {
      connection.closeAsync();
      throw e;
    }
  }

  private static ClientOptions once(ClientOptions options, Duration timeout) {
    return options
        .mutate()
        .autoReconnect(false)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .socketOptions(options.getSocketOptions().mutate().connectTimeout(timeout).build())
        .build();
  }

  private static IllegalStateException unknown(AbstractRedisClient client) {
    return new IllegalStateException("unknown kind of client: " + client.getClass());
  }
}
