package starmap.localredis;

import io.lettuce.core.MigrateArgs;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A cluster of three masters, with a replica each or without, and data in one of its slots. */
public final class LocalCluster implements RedisSite {
  private static final int MASTERS = 3;
  private static final int BATCH = 100;
  private static final long MIGRATE_MILLIS = 5_000;

  private final Servers servers = new Servers();
  private final int slot;

  private LocalCluster(
      Source source, boolean replicas, String tag, boolean persistent, List<String> settings) {
    this.slot = SlotHash.getSlot(tag);
    for (int i = 0; i < (replicas ? 2 * MASTERS : MASTERS); i++) {
      servers.start(
          source,
          persistent,
          settings,
          "--cluster-enabled",
          "yes",
          "--cluster-node-timeout",
          replicas ? "1000" : "15000",
          "--repl-diskless-sync-delay",
          "0");
    }
    join();
  }

  /**
   * Starts all.
   *
   * @param replicas whether each master has a replica, which takes over after a second without it
   * @param tag such as {@code {s00}}: the hash tag of the data
   * @param settings as for {@link LocalRedis#start}, of each server
   */
  static LocalCluster start(
      Source source, boolean replicas, String tag, boolean persistent, String... settings) {
    return new LocalCluster(source, replicas, tag, persistent, List.of(settings));
  }

  @Override
  public Map<String, String> properties() {
    var nodes =
        servers.all().stream()
            .map(one -> "127.0.0.1:" + one.port())
            .collect(Collectors.joining(","));
    return Map.of("spring.data.redis.cluster.nodes", nodes);
  }

  @Override
  public RedisClusterClient client() {
    return RedisClusterClient.create(servers.all().stream().map(Servers::uri).toList());
  }

  @Override
  public LocalRedis master() {
    return servers.at(holder().getUri().getPort());
  }

  /** All servers. */
  public List<LocalRedis> servers() {
    return List.copyOf(servers.all());
  }

  @Override
  public synchronized void crash(Duration away) {
    var lost = master();
    boolean replicated = servers.all().size() > MASTERS;
    if (replicated) {
      servers.awaitReplica(lost);
    }
    lost.kill();
    if (replicated) {
      Servers.await("the replica takes over", () -> holder().getUri().getPort() != lost.port());
    }
    Servers.pause(away);
    lost.restart();
    awaitOk();
    if (replicated) {
      // until others tell it, it takes itself for the master that it was, with data as old as its
      // end
      Servers.await("who comes back follows", () -> !servers.isMaster(lost));
    }
  }

  /** Moves the data to the next master while it is used, and says which one that is. */
  public synchronized LocalRedis moveSlot() {
    var from = master();
    var to = next(from);
    beginMove(from, to);
    // one that is large takes longer than this side waits, and goes on meanwhile
    Servers.await("the keys are moved", () -> moveKeys(from, to));
    // first who has it now; who had it refuses as long as a client has added a key meanwhile
    servers.ask(to, redis -> redis.clusterSetSlotNode(slot, id(to)));
    Servers.await(
        "the slot is moved",
        () ->
            moveKeys(from, to)
                && "OK".equals(servers.ask(from, redis -> redis.clusterSetSlotNode(slot, id(to)))));
    return to;
  }

  /** Begins such a move, and leaves all keys where they are. */
  public synchronized void beginMove() {
    var from = master();
    beginMove(from, next(from));
  }

  /** Ends a move that was begun, as if it had not been. */
  public synchronized void abandonMove() {
    servers.all().stream()
        .filter(servers::isMaster)
        .forEach(one -> servers.ask(one, redis -> redis.clusterSetSlotStable(slot)));
  }

  @Override
  public void close() {
    servers.close();
  }

  private void beginMove(LocalRedis from, LocalRedis to) {
    servers.ask(to, redis -> redis.clusterSetSlotImporting(slot, id(from)));
    servers.ask(from, redis -> redis.clusterSetSlotMigrating(slot, id(to)));
  }

  /** True, or a {@code RedisException} where some are left. */
  private boolean moveKeys(LocalRedis from, LocalRedis to) {
    return servers.ask(
        from,
        redis -> {
          var keys = redis.clusterGetKeysInSlot(slot, BATCH);
          while (!keys.isEmpty()) {
            redis.migrate(
                "127.0.0.1", to.port(), 0, MIGRATE_MILLIS, MigrateArgs.Builder.keys(keys));
            keys = redis.clusterGetKeysInSlot(slot, BATCH);
          }
          return true;
        });
  }

  private LocalRedis next(LocalRedis from) {
    var masters = servers.all().stream().filter(servers::isMaster).toList();
    return masters.get((masters.indexOf(from) + 1) % masters.size());
  }

  private void join() {
    var first = servers.all().getFirst();
    // as redis-cli does: masters of the same epoch may disagree for ever on who has a slot that
    // moves
    long epoch = 0;
    for (var one : servers.all()) {
      long next = ++epoch;
      servers.ask(one, redis -> redis.clusterSetConfigEpoch(next));
    }
    for (var other : servers.all()) {
      servers.ask(first, redis -> redis.clusterMeet("127.0.0.1", other.port()));
    }
    for (int i = 0; i < MASTERS; i++) {
      int[] slots = slots(i);
      servers.ask(servers.all().get(i), redis -> redis.clusterAddSlots(slots));
    }
    Servers.await("all know each other", () -> servers.all().stream().allMatch(this::knowsAll));
    for (int i = MASTERS; i < servers.all().size(); i++) {
      var master = servers.all().get(i - MASTERS);
      servers.ask(servers.all().get(i), redis -> redis.clusterReplicate(id(master)));
    }
    awaitOk();
    servers.all().stream().skip(MASTERS).forEach(this::awaitLink);
  }

  private void awaitOk() {
    Servers.await(
        "the cluster is complete",
        () ->
            servers.all().stream()
                .allMatch(
                    one ->
                        servers.ask(
                            one, redis -> redis.clusterInfo().contains("cluster_state:ok"))));
  }

  private void awaitLink(LocalRedis replica) {
    Servers.await(
        "the replica is up to date",
        () ->
            servers.ask(
                replica, redis -> redis.info("replication").contains("master_link_status:up")));
  }

  private boolean knowsAll(LocalRedis server) {
    var known = "cluster_known_nodes:" + servers.all().size() + "\r\n";
    return servers.ask(server, redis -> redis.clusterInfo().contains(known));
  }

  private RedisClusterNode holder() {
    return servers.firstAnswer(
        servers.all(),
        uri -> {
          try (var connection = servers.client().connect(uri)) {
            return ClusterPartitionParser.parse(connection.sync().clusterNodes()).stream()
                .filter(node -> node.hasSlot(slot))
                .findFirst()
                .orElseThrow();
          }
        });
  }

  private String id(LocalRedis server) {
    return servers.ask(server, redis -> redis.clusterMyId());
  }

  /** A third of all. */
  private static int[] slots(int part) {
    int size = SlotHash.SLOT_COUNT / MASTERS + 1;
    return IntStream.range(part * size, Math.min((part + 1) * size, SlotHash.SLOT_COUNT)).toArray();
  }
}
