package starmap.store;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.Partitions;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Finds out which server of a cluster is the master of a slot. Lettuce's own way waits for the
 * slowest of all servers, so one that is frozen would keep everybody from the others; here all are
 * asked at once, and the first answer counts. An old answer leads to a server that says MOVED, and
 * the question is asked again.
 */
final class SlotMaster {
  private final RedisClusterClient cluster;
  private final RedisClient nodes;
  private final int slot;
  private final Duration timeout;
  private volatile List<RedisURI> known = List.of();

  /** {@code nodes} opens connections to single servers. */
  SlotMaster(RedisClusterClient cluster, RedisClient nodes, int slot, Duration timeout) {
    this.cluster = cluster;
    this.nodes = nodes;
    this.slot = slot;
    this.timeout = timeout;
  }

  /** Asks now. */
  RedisURI find() {
    if (known.isEmpty()) {
      cluster.refreshPartitions(); // from the servers that the properties name
      known = cluster.getPartitions().stream().map(RedisClusterNode::getUri).toList();
    }
    var first = new CompletableFuture<RedisURI>();
    var all =
        known.stream()
            .map(uri -> ask(uri).thenAccept(first::complete))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(all)
        .whenComplete(
            (_, e) -> {
              if (e != null && first.completeExceptionally(e)) {
                known = List.of();
              }
            });
    return first.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  private CompletableFuture<RedisURI> ask(RedisURI uri) {
    return nodes
        .connectAsync(StringCodec.UTF8, uri)
        .toCompletableFuture()
        .thenCompose(connection -> ask(connection).thenApply(view -> master(view, uri)));
  }

  private static CompletableFuture<Partitions> ask(
      StatefulRedisConnection<String, String> connection) {
    return connection
        .async()
        .clusterNodes()
        .toCompletableFuture()
        .whenComplete((_, _) -> connection.closeAsync())
        .thenApply(ClusterPartitionParser::parse);
  }

  /** Reached like the server that was asked, with the same password and encryption. */
  private RedisURI master(Partitions view, RedisURI asked) {
    var holder =
        view.stream()
            .filter(node -> node.hasSlot(slot) && !node.is(RedisClusterNode.NodeFlag.FAIL))
            .findFirst()
            .orElseThrow(
                () ->
                    new StoreException.Unavailable(
                        "no server of the cluster is the master of slot " + slot + " now", null));
    known =
        view.stream()
            .filter(node -> !node.is(RedisClusterNode.NodeFlag.NOADDR))
            .map(node -> like(asked, node))
            .toList();
    return like(asked, holder);
  }

  /** A server that has not learnt its own address yet is the one that was asked. */
  private static RedisURI like(RedisURI asked, RedisClusterNode node) {
    var uri = node.getUri();
    return uri == null || uri.getHost().isEmpty()
        ? asked
        : RedisURI.builder(asked).withHost(uri.getHost()).withPort(uri.getPort()).build();
  }
}
