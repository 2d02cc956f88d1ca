package starmap.store;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis, opened when it is first needed and opened anew when it turned bad. A
 * command is sent at most once; to repeat a call is left to the caller, unless the server said that
 * another one is the master now.
 */
final class RedisLink implements AutoCloseable {
  /** How long a caller waits for a connection where those before it waited in vain. */
  private static final Duration SOON = Duration.ofMillis(400);

  /** So many calls keep Redis at work, however many callers there are. */
  private static final int MOST = 256;

  private final Connector connector;
  private final Turns turns;
  private final Failover failover = new Failover();
  private @Nullable CompletableFuture<Session> session;
  private volatile boolean suspect;
  private boolean closed;

  /** {@code connector} also says how long a caller waits for one answer. */
  RedisLink(Connector connector) {
    this.connector = connector;
    this.turns = new Turns(MOST, connector.timeout());
  }

  /**
   * An open connection.
   *
   * @param connection to close
   * @param commands to call
   * @param scripts loaded as this server wants them
   */
  record Session(
      StatefulRedisConnection<byte[], byte[]> connection,
      RedisAsyncCommands<byte[], byte[]> commands,
      ScriptCalls scripts) {}

  /** One more connection to the same Redis. */
  RedisLink another() {
    return new RedisLink(connector);
  }

  /** Sends commands and waits for the answer. */
  <T> T call(Function<Session, CompletionStage<T>> commands) {
    var patience = failover.patience();
    try {
      while (true) {
        var opened = session();
        try {
          return answer(opened, commands);
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
          leaveIfBad(opened, e);
          if (!RedisFailures.isElsewhere(e) || !patience.pause()) {
            throw RedisFailures.translate(e);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException.Unavailable("interrupted while waiting for Redis", e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (session != null) {
      leave(session);
    }
  }

  private <T> T answer(
      CompletableFuture<Session> opened, Function<Session, CompletionStage<T>> commands)
      throws ExecutionException, TimeoutException, InterruptedException {
    var open = await(opened, suspect ? SOON : connector.timeout());
    // the connection ends what takes too long: a time for each wait would cost a timer thread's
    // wake-up each
    return turns.take(() -> commands.apply(open)).toCompletableFuture().get();
  }

  private static <T> T await(CompletableFuture<T> answer, Duration time)
      throws ExecutionException, TimeoutException, InterruptedException {
    return answer.get(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The connection in use, or the one that is being opened: all callers wait for the same. */
  private synchronized CompletableFuture<Session> session() {
    if (closed) {
      throw new StoreException.Unavailable("this process is shutting down", null);
    }
    if (session != null && isBroken(session)) {
      leave(session);
    }
    if (session == null) {
      session = connector.session();
      session.whenComplete((_, e) -> suspect = e != null);
    }
    return session;
  }

  private static boolean isBroken(CompletableFuture<Session> opened) {
    return opened.isDone()
        && (opened.isCompletedExceptionally() || !opened.join().connection().isOpen());
  }

  /**
   * What is still on its way on a bad connection ends at once, and is not sent again. One late
   * answer does not make a connection bad on which others come: all of them would be lost with it.
   */
  private void leaveIfBad(CompletableFuture<Session> opened, Exception e) {
    if (!opened.isDone() || !RedisFailures.wantsNewConnection(e)) {
      return;
    }
    if (RedisFailures.isTimeout(e)) {
      if (!turns.isSilent()) {
        return;
      }
      suspect = true;
    }
    leave(opened);
  }

  @SuppressWarnings("ReferenceEquality") // it may have been replaced already
  private synchronized void leave(CompletableFuture<Session> opened) {
    if (session == opened) {
      session = null;
      opened.thenAccept(one -> one.connection().closeAsync());
    }
  }
}
