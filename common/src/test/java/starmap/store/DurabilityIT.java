package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import starmap.localredis.LocalRedis;
import starmap.store.JobStore.Submission;

/** A master and its replica, and jobs that must be on both before they are accepted. */
class DurabilityIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final StoreProperties REPLICATED =
      new StoreProperties(Scene.LEASE, Scene.LEASE, 10, Durability.REPLICATED);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private LocalRedis master;
  private LocalRedis replica;
  private JobStore store;

  @BeforeEach
  void start() {
    master = keep(LocalRedis.start(Redis.source()));
    replica =
        keep(
            LocalRedis.start(
                Redis.source(),
                /* persistent= */ false,
                "--replicaof",
                "127.0.0.1",
                Integer.toString(master.port()),
                "--repl-diskless-sync-delay",
                "0"));
    store = store(master);
    awaitReplica();
  }

  @AfterEach
  void stop() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  @Test
  void acceptedJobsAreOnTheReplicaWhenTheMasterIsLost() {
    var small = JobPlan.range(3);
    var large = JobPlan.upload();
    assertThat(store.submit(small.job(), null).submission()).isEqualTo(Submission.CREATED);
    store.create(large.job());
    store.put(large.id(), Parts.block(0, 2));
    assertThat(store.seal(large.id())).isPresent();

    master.kill();
    client(replica).connect().sync().replicaofNoOne();

    var other = store(replica);
    assertThat(other.find(small.id()).orElseThrow().counts().total()).isEqualTo(3);
    assertThat(other.find(large.id()).orElseThrow().counts().total()).isEqualTo(2);
  }

  @Test
  void withoutAReplicaNoJobIsAcceptedAndTheSameRequestWorksWhenThereIsOne() {
    var plan = JobPlan.range(3);
    replica.kill();

    assertThatThrownBy(() -> store.submit(plan.job(), null))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("no replica");
    replica.restart();
    awaitReplica();

    assertThat(store.submit(plan.job(), null).submission()).isEqualTo(Submission.EXISTS);
  }

  private void awaitReplica() {
    var redis = client(master).connect().sync();
    await().until(() -> redis.info("replication").contains("state=online"));
  }

  private JobStore store(LocalRedis redis) {
    return new Stores(client(redis), REPLICATED, TIMEOUT).jobs();
  }

  private RedisClient client(LocalRedis redis) {
    var client = Redis.client(redis);
    keep(() -> client.shutdown(Duration.ZERO, Duration.ofSeconds(1)));
    return client;
  }

  private <T extends AutoCloseable> T keep(T part) {
    open.push(part);
    return part;
  }
}
