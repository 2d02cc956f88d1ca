package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import starmap.job.JobId;

/**
 * Hints through Redis pub/sub that it is worth looking now. A hint may be lost, so whoever listens
 * also looks from time to time by itself; losing every hint costs time and nothing else.
 *
 * <p>Listeners run on a thread of the connection: they must only wake somebody up.
 */
public final class Doorbell implements AutoCloseable {
  private final AbstractRedisClient client;
  private final Keys keys;
  private final Map<String, List<Consumer<String>>> listeners = new ConcurrentHashMap<>();
  private @Nullable StatefulRedisPubSubConnection<byte[], byte[]> connection;

  Doorbell(AbstractRedisClient client, Keys keys) {
    this.client = client;
    this.keys = keys;
  }

  /**
   * Hears that chunks became ready while some worker had nothing to do. Close what is returned to
   * stop listening.
   */
  public Subscription onWork(Runnable listener) {
    return listen(keys.ready(Keys.POOL), _ -> listener.run());
  }

  /** Hears which job has new results or has ended. Close what is returned to stop listening. */
  public Subscription onProgress(Consumer<JobId> listener) {
    return listen(keys.jobs(), text -> listener.accept(new JobId(text)));
  }

  /**
   * Subscribes again to what is listened to, if that has not worked so far. Called now and then by
   * those who listen.
   *
   * @throws StoreException.Unavailable where Redis is away
   */
  public synchronized void connect() {
    if (connection != null) {
      return;
    }
    try {
      var opened = open();
      opened.addListener(new Dispatch());
      listeners.keySet().forEach(name -> opened.async().subscribe(name.getBytes(UTF_8)));
      connection = opened;
    } catch (RuntimeException e) {
      throw RedisFailures.translate(e);
    }
  }

  @Override
  public synchronized void close() {
    if (connection != null) {
      if (connection.isOpen()) {
        connection.close();
      }
      connection = null;
    }
  }

  private synchronized Subscription listen(String channel, Consumer<String> listener) {
    var heard = listeners.computeIfAbsent(channel, _ -> new CopyOnWriteArrayList<>());
    heard.add(listener);
    if (connection != null) {
      connection.async().subscribe(channel.getBytes(UTF_8));
    }
    return () -> heard.remove(listener);
  }

  private StatefulRedisPubSubConnection<byte[], byte[]> open() {
    return switch (client) {
      case RedisClusterClient cluster -> cluster.connectPubSub(ByteArrayCodec.INSTANCE);
      case RedisClient single -> single.connectPubSub(ByteArrayCodec.INSTANCE);
      default -> throw new IllegalStateException("unknown kind of client: " + client.getClass());
    };
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
      var text = new String(message, UTF_8);
      listeners
          .getOrDefault(new String(channel, UTF_8), List.of())
          .forEach(listener -> listener.accept(text));
    }
  }
}
