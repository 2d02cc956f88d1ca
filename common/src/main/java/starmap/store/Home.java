package starmap.store;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The server that holds the keys, and how to reach it: a plain Redis is always the same one, a
 * Sentinel says which one it is, and of a cluster it is the master of the one slot that all keys
 * are in. Whatever is not about a key (INFO, TIME, WAIT, subscriptions) is meant for that server,
 * too, so each connection leads straight there, and is opened anew where another server took over.
 */
final class Home {
  private final RedisClient client;
  private final @Nullable SlotMaster master;

  private Home(RedisClient client, @Nullable SlotMaster master) {
    this.client = client;
    this.master = master;
  }

  static Home of(AbstractRedisClient client, Duration timeout, int slot) {
    return switch (client) {
      case RedisClient single -> new Home(single, null);
      case RedisClusterClient cluster -> {
        var nodes = RedisClient.create(cluster.getResources());
        nodes.setOptions(once(cluster.getOptions(), timeout));
        yield new Home(nodes, new SlotMaster(cluster, nodes, slot, timeout));
      }
      default -> throw unknown(client);
    };
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

  StatefulRedisConnection<byte[], byte[]> connect() {
    return master == null
        ? client.connect(ByteArrayCodec.INSTANCE)
        : client.connect(ByteArrayCodec.INSTANCE, master.find());
  }

  StatefulRedisPubSubConnection<byte[], byte[]> connectPubSub() {
    return master == null
        ? client.connectPubSub(ByteArrayCodec.INSTANCE)
        : client.connectPubSub(ByteArrayCodec.INSTANCE, master.find());
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
