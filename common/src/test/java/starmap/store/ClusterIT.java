package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import starmap.chunk.SettleResult;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.localredis.LocalCluster;
import starmap.localredis.LocalRedis;
import starmap.localredis.SlotMover;
import starmap.localredis.Topology;

/** Three masters without replicas, and the slot that all keys are in moves among them. */
class ClusterIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private static final JobId ID = JobId.random();

  private static LocalCluster cluster;

  private AbstractRedisClient client;
  private Stores stores;
  private JobStore store;

  @BeforeAll
  static void start() {
    cluster =
        (LocalCluster)
            Topology.CLUSTER.start(Redis.source(), /* failsOver= */ false, /* persistent= */ false);
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  @BeforeEach
  void open() {
    client = cluster.client();
    stores = new Stores(client, StoreProperties.defaults(), TIMEOUT);
    store = stores.jobs();
  }

  @AfterEach
  void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    try (var plain = cluster.master().client()) {
      plain.connect().sync().flushall();
    }
  }

  @Test
  void allKeysAreInTheSlotThatConnectionsLeadTo() {
    var keys = Keys.SINGLE;
    var all =
        Stream.of(
                keys.ofJob(ID),
                keys.ofClaim(List.of("a@1")),
                keys.ofExtend(),
                keys.ofWorkers(),
                keys.ofSeats())
            .flatMap(List::stream);

    assertThat(all).allMatch(key -> SlotHash.getSlot(key) == keys.slot());
  }

  @Test
  void jobsGoOnWhileTheirSlotMovesFromServerToServer() {
    var plan = JobPlan.range(300).chunksOf(1);
    try (var mover = SlotMover.start(cluster, Duration.ofMillis(100))) {
      store.submit(plan.job(), null);
      for (int done = 0; done < 300; ) {
        for (var chunk : store.claim(new JobStore.Claim("w1", 10, Duration.ofDays(1)))) {
          var settlement =
              Scene.settlement(
                  chunk, Scene.LEASE, Parts.squares(chunk.id().start(), chunk.id().length()));
          assertThat(store.settle(List.of(settlement))).containsExactly(SettleResult.RECORDED);
          done++;
        }
      }
      assertThat(mover.moves()).isGreaterThan(1);
    }

    assertThat(store.find(plan.id()).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void memoryIsThatOfTheServerThatHoldsTheDataNow() {
    var memory = stores.memory();
    assertThat(memory.share()).isZero();

    var holder = cluster.moveSlot();

    try (var plain = holder.client()) {
      var redis = plain.connect().sync();
      redis.configSet("maxmemory", "1gb");
      assertThat(memory.share()).isPositive();
      redis.configSet("maxmemory", "0");
    }
  }

  /**
   * A script that finds a key gone half-way would end there, with half of its work done. So it must
   * be refused even where all keys are on the old server still, but for the one that never is.
   */
  @Test
  void noScriptBeginsOnAServerThatTheSlotIsLeaving() {
    var session = Connector.of(client, TIMEOUT).session().join();
    for (var script : Script.values()) {
      var keys = keysOf(script);
      for (var key : keys) {
        if (!key.equals(Keys.SINGLE.jobPrefix())) {
          session.commands().set(key.getBytes(UTF_8), new byte[] {1}).toCompletableFuture().join();
        }
      }
      cluster.beginMove();

      var arguments = new Arguments().add("").add(ID.value());
      var call = session.scripts().call(script, keys, arguments).toCompletableFuture();

      assertThatThrownBy(call::join)
          .as(script.name())
          .rootCause()
          .isInstanceOf(RedisCommandExecutionException.class)
          .matches(RedisFailures::isElsewhere, "which says that the script did not begin");
      cluster.abandonMove();
    }
  }

  @Test
  void whereNoServerHasAReplicaNoJobIsAcceptedThatNeedsOne() {
    var replicated = new StoreProperties(Scene.LEASE, Scene.LEASE, 10, Durability.REPLICATED);
    var other = new Stores(client, replicated, TIMEOUT).jobs();

    assertThatThrownBy(() -> other.submit(JobPlan.range(3).job(), null))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("no replica");
  }

  @Test
  void aServerThatIsFrozenKeepsNobodyFromTheOthers() {
    assertThat(store.list(JobStore.Cursor.BEGIN, 1).jobs()).isEmpty();
    int master = cluster.master().port();
    var others = cluster.servers().stream().filter(one -> one.port() != master).toList();
    others.forEach(LocalRedis::suspend);
    try {
      assertThat(stores.jobs().list(JobStore.Cursor.BEGIN, 1).jobs()).isEmpty();
    } finally {
      others.forEach(LocalRedis::resume);
    }
  }

  @Test
  void aServerThatHasNotHeardOfAMoveLeadsNobodyAstray() {
    var former = cluster.master();
    var holder = cluster.moveSlot();
    var late =
        cluster.servers().stream()
            .filter(one -> one != former && one != holder)
            .findFirst()
            .orElseThrow();
    try (var its = late.client();
        var formers = former.client()) {
      var view = its.connect().sync();
      view.clusterSetSlotNode(Keys.SINGLE.slot(), formers.connect().sync().clusterMyId());
      var connector = Connector.of(client, TIMEOUT);
      int connections = 0;
      while (isMaster(former, view.clusterNodes())) { // until the holder tells it
        try (var connection = connector.session().join().connection()) {
          assertThat(connection.sync().exists(Keys.SINGLE.jobs().getBytes(UTF_8))).isZero();
        }
        connections++;
      }
      assertThat(connections).as("connections while it was late").isPositive();
    }
  }

  private static boolean isMaster(LocalRedis server, String view) {
    return ClusterPartitionParser.parse(view).stream()
        .anyMatch(
            node -> node.getUri().getPort() == server.port() && node.hasSlot(Keys.SINGLE.slot()));
  }

  private static List<String> keysOf(Script script) {
    return switch (script) {
      case CLAIM -> Keys.SINGLE.ofClaim(List.of("a@1"));
      case EXTEND -> Keys.SINGLE.ofExtend();
      case REGISTER, DRAIN -> Keys.SINGLE.ofWorkers();
      case SEAT -> Keys.SINGLE.ofSeats();
      default -> Keys.SINGLE.ofJob(ID);
    };
  }
}
