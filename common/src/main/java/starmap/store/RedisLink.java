package starmap.store;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One connection to Redis, opened when it is first needed and opened anew when it turned bad. */
final class RedisLink implements AutoCloseable {
  private final AbstractRedisClient client;
  private final Duration timeout;
  private final UnaryOperator<String> files;
  private @Nullable Session session;
  private boolean closed;

  /** {@code timeout} is how long a caller waits for one answer. */
  RedisLink(AbstractRedisClient client, Duration timeout) {
    this(client, timeout, Script::read);
  }

  /** {@code files} gives the texts of scripts; a test may pass damaged ones. */
  RedisLink(AbstractRedisClient client, Duration timeout, UnaryOperator<String> files) {
    this.files = files;
    this.client = client;
    this.timeout = timeout;
  }

  /**
   * An open connection.
   *
   * @param connection to close
   * @param commands to call
   * @param scripts loaded as this server wants them
   */
  record Session(
      StatefulConnection<byte[], byte[]> connection,
      RedisClusterAsyncCommands<byte[], byte[]> commands,
      ScriptCalls scripts) {}

  /** Sends commands and waits for the answer. */
  <T> T call(Function<Session, CompletionStage<T>> commands) {
    try {
      return await(commands.apply(open()));
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  /** Closes the connection; the next call opens a new one. */
  synchronized void reset() {
    if (session != null) {
      session.connection().closeAsync();
      session = null;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    reset();
  }

  private <T> T await(CompletionStage<T> answer) {
    CompletableFuture<T> future = answer.toCompletableFuture();
    try {
      return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failed(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw new StoreException.Unavailable(
          "Redis did not answer within " + timeout.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException.Unavailable("interrupted while waiting for Redis", e);
    }
  }

  private StoreException failed(Throwable cause) {
    var failure = RedisFailures.translate(cause);
    if (RedisFailures.wantsNewConnection(cause)) {
      reset();
    }
    return failure;
  }

  private synchronized Session open() {
    if (closed) {
      throw new StoreException.Unavailable("this process is shutting down", null);
    }
    if (session == null) {
      session = connect();
    }
    return session;
  }

  private Session connect() {
    return switch (client) {
      case RedisClusterClient cluster -> {
        var connection = cluster.connect(ByteArrayCodec.INSTANCE);
        yield greet(connection, connection.async());
      }
      case RedisClient single -> {
        var connection = single.connect(ByteArrayCodec.INSTANCE);
        yield greet(connection, connection.async());
      }
      default -> throw new IllegalStateException("unknown kind of client: " + client.getClass());
    };
  }

  private Session greet(
      StatefulConnection<byte[], byte[]> connection,
      RedisClusterAsyncCommands<byte[], byte[]> commands) {
    try {
      var server = ServerInfo.parse(await(commands.info()));
      server.requireNoEviction();
      return new Session(
          connection, commands, new ScriptCalls(commands, server.flagsScripts(), files));
    } catch (RuntimeException e) {
      connection.closeAsync();
      throw e;
    }
  }
}
