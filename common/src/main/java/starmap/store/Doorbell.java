package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hints through Redis pub/sub that it is worth looking now. A hint may be lost, so whoever listens
 * also looks from time to time by itself; losing every hint costs time and nothing else.
 *
 * <p>Listeners run on a thread of the connection: they must only wake somebody up.
 */
public final class Doorbell implements AutoCloseable {
  private final Connector connector;
  private final Keys keys;
  private final Map<String, List<Consumer<byte[]>>> listeners = new ConcurrentHashMap<>();
  private @Nullable StatefulRedisPubSubConnection<byte[], byte[]> connection;

  Doorbell(Connector connector, Keys keys) {
    this.connector = connector;
    this.keys = keys;
  }

  /**
   * Hears that chunks became ready while this worker had nothing to do. Close what is returned to
   * stop listening.
   */
  public Subscription onWork(String workerId, Runnable listener) {
    return listen(keys.bell(workerId), _ -> listener.run());
  }

  /**
   * Hears that this worker was asked to take no new chunks; its next heartbeat is answered so.
   * Close what is returned to stop listening.
   */
  public Subscription onDrain(String workerId, Runnable listener) {
    return listen(
        keys.bell(workerId),
        message -> {
          if (message.length > 0) {
            listener.run(); // a hint of work says nothing
          }
        });
  }

  /**
   * Hears that the queue of a source is no longer empty. Close what is returned to stop listening.
   */
  public Subscription onQueue(String source, Runnable listener) {
    return listen(keys.ready(source), _ -> listener.run());
  }

  /**
   * Hears that a worker has nothing to do, and was the first, so that those who hold chunks may
   * share them. Close what is returned to stop listening.
   */
  public Subscription onIdle(Runnable listener) {
    return listen(keys.idle(), _ -> listener.run());
  }

  /** Hears which job has new results or has ended. Close what is returned to stop listening. */
  public Subscription onProgress(Consumer<Progress> listener) {
    return listen(keys.jobs(), message -> listener.accept(Progress.parse(message)));
  }

  /**
   * Makes sure that what is listened to is heard: asks the connection whether it still works, and
   * opens it anew where it does not. Called now and then by those who listen, as a connection that
   * only listens does not notice its end by itself.
   *
   * @throws StoreException where Redis is away or refuses
   */
  public synchronized void connect() {
    try {
      if (connection != null && connection.isOpen()) {
        await(connection.async().ping());
        return;
      }
      close();
      var opened = await(connector.subscriptions());
      connection = opened;
      opened.addListener(new Dispatch());
      for (var channel : listeners.keySet()) {
        await(opened.async().subscribe(channel.getBytes(UTF_8)));
      }
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      close();
      throw RedisFailures.translate(e);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new StoreException.Unavailable("interrupted while waiting for Redis", e);
    }
  }

  @Override
  public synchronized void close() {
    if (connection != null) {
      connection.closeAsync();
      connection = null;
    }
  }

  private synchronized Subscription listen(String channel, Consumer<byte[]> listener) {
    var heard = listeners.computeIfAbsent(channel, _ -> new CopyOnWriteArrayList<>());
    heard.add(listener);
    var open = connection;
    if (open != null) {
      // refused or lost: the next look at the connection subscribes to everything again
      open.async()
          .subscribe(channel.getBytes(UTF_8))
          .exceptionally(
              _ -> {
                open.closeAsync();
                return null;
              });
    }
    return () -> forget(channel, listener);
  }

  /** Channels come and go with sources; what nobody listens to need not be sent. */
  private synchronized void forget(String channel, Consumer<byte[]> listener) {
    var heard = listeners.get(channel);
    if (heard == null || !heard.remove(listener) || !heard.isEmpty()) {
      return;
    }
    listeners.remove(channel);
    if (connection != null) {
      var _ = connection.async().unsubscribe(channel.getBytes(UTF_8));
    }
  }

  private <T> T await(Future<T> answer)
      throws ExecutionException, TimeoutException, InterruptedException {
    return answer.get(connector.timeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends listening. */
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  private final class Dispatch extends RedisPubSubAdapter<byte[], byte[]> {
    @Override
    public void message(byte[] channel, byte[] message) {
      listeners
          .getOrDefault(new String(channel, UTF_8), List.of())
          .forEach(listener -> listener.accept(message));
    }
  }
}
