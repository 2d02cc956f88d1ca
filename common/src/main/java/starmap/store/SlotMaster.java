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
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Finds out which server of a cluster is the master of a slot. Lettuce's own way waits for the
 * slowest of all servers, so one that is frozen would keep everybody from the others; here all are
 * asked at once, and those who have not answered soon after the first one do not count. Of
 * different answers that of a server counts which says that it is the master itself, and of
 * several, as after a partition, that with the highest config epoch, as the servers have it among
 * themselves. An old answer leads to a server that says MOVED, and the question is asked again.
 */
final class SlotMaster {
  /** How long others may contradict the first one; a server that is frozen costs so much. */
  private static final Duration OTHERS = Duration.ofMillis(100);

  private static final Comparator<Answer> ORDER =
      Comparator.comparing(Answer::own).thenComparingLong(Answer::epoch);

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

  /**
   * What a server says.
   *
   * @param own whether it is the master itself
   * @param master of the slot
   * @param epoch of that master's claim to its slots; a claim replaces those of lower epochs
   * @param servers that could be asked as well
   */
  private record Answer(boolean own, RedisURI master, long epoch, List<RedisURI> servers) {}

  /** Asks now. */
  RedisURI find() {
    if (known.isEmpty()) {
      cluster.refreshPartitions(); // from the servers that the properties name
      known = cluster.getPartitions().stream().map(RedisClusterNode::getUri).toList();
    }
    var asked = known.stream().map(this::ask).toList();
    var all = CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new));
    try {
      first(asked, all).orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      known = all.isDone() ? List.of() : known;
      throw e;
    }
    all.exceptionally(_ -> null)
        .completeOnTimeout(null, OTHERS.toMillis(), TimeUnit.MILLISECONDS)
        .join();
    var newest =
        asked.stream()
            .filter(one -> one.isDone() && !one.isCompletedExceptionally())
            .map(CompletableFuture::join)
            .max(ORDER)
            .orElseThrow();
    known = newest.servers();
    return newest.master();
  }

  /** The first answer, or the failure of them all. */
  private static CompletableFuture<Answer> first(
      List<CompletableFuture<Answer>> asked, CompletableFuture<Void> all) {
    var first = new CompletableFuture<Answer>();
    asked.forEach(one -> one.thenAccept(first::complete));
    all.whenComplete(
        (_, e) -> {
          if (e != null) {
            first.completeExceptionally(e);
          }
        });
    return first;
  }

  private CompletableFuture<Answer> ask(RedisURI uri) {
    return nodes
        .connectAsync(StringCodec.UTF8, uri)
        .toCompletableFuture()
        .thenCompose(connection -> ask(connection).thenApply(view -> answer(view, uri)));
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

  /**
   * The master is reached like the server that was asked, with the same password and encryption.
   */
  private Answer answer(Partitions view, RedisURI asked) {
    var holder =
        view.stream()
            .filter(node -> node.hasSlot(slot) && !node.is(RedisClusterNode.NodeFlag.FAIL))
            .findFirst()
            .orElseThrow(
                () ->
                    new StoreException.Unavailable(
                        "no server of the cluster is the master of slot " + slot + " now", null));
    var servers =
        view.stream()
            .filter(node -> !node.is(RedisClusterNode.NodeFlag.NOADDR))
            .map(node -> like(asked, node))
            .toList();
    boolean own = holder.is(RedisClusterNode.NodeFlag.MYSELF);
    return new Answer(own, like(asked, holder), holder.getConfigEpoch(), servers);
  }

  /** A server that has not learnt its own address yet is the one that was asked. */
  private static RedisURI like(RedisURI asked, RedisClusterNode node) {
    var uri = node.getUri();
    return uri == null || uri.getHost().isEmpty()
        ? asked
        : RedisURI.builder(asked).withHost(uri.getHost()).withPort(uri.getPort()).build();
  }
}
