package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import starmap.chunk.ClaimedChunk;
import starmap.job.JobId;
import starmap.job.JobState;

/** The life of a job on a Redis that is a container, and that freezes and dies under it. */
class ContainerRedisIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int ITEMS = 40;

  @BeforeAll
  static void needsAnEngine() {
    ContainerRedis.missing()
        .ifPresent(
            reason -> {
              System.err.println("NOT TESTED: Redis in a container, because " + reason);
              abort(reason);
            });
  }

  @Test
  void mapIsComputedOnceAndReadInOrderThoughItsRedisFreezesAndIsKilled() {
    try (var redis = ContainerRedis.start(/* persistent= */ true, "--appendfsync", "always")) {
      var client = RedisClient.create(redis.uri());
      try {
        run(redis, new Stores(client, StoreProperties.defaults(), TIMEOUT).jobs());
      } finally {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
      }
    }
  }

  private static void run(ContainerRedis redis, JobStore store) {
    var plan = JobPlan.range(ITEMS).chunksOf(3);
    store.submit(plan.job(), null);
    claim(store).forEach(chunk -> record(store, chunk));

    redis.suspend();
    assertThatThrownBy(() -> store.find(plan.id())).isInstanceOf(StoreException.Unavailable.class);
    redis.resume();
    awaitBack(store);
    redis.kill();
    assertThatThrownBy(() -> store.find(plan.id())).isInstanceOf(StoreException.Unavailable.class);
    redis.restart();
    awaitBack(store);

    for (var chunks = claim(store); !chunks.isEmpty(); chunks = claim(store)) {
      chunks.forEach(chunk -> record(store, chunk));
    }
    assertThat(store.find(plan.id()).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(values(store, plan.id())).isEqualTo(Scene.squares(ITEMS));
  }

  private static List<ClaimedChunk> claim(JobStore store) {
    return store.claim(new JobStore.Claim("w1", 4, Duration.ofDays(1)));
  }

  private static void record(JobStore store, ClaimedChunk chunk) {
    var parts = Parts.squares(chunk.id().start(), chunk.id().length());
    store.settle(List.of(Scene.settlement(chunk, Duration.ofMillis(1), parts)));
  }

  private static List<String> values(JobStore store, JobId id) {
    var values = new ArrayList<String>();
    var all = new JobResults.Collect(id, JobResults.Order.INPUT, 0, 1 << 20, List.of());
    store.collect(all).orElseThrow().entries().stream().map(Scene::values).forEach(values::addAll);
    return values;
  }

  private static void awaitBack(JobStore store) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> store.list(JobStore.Cursor.BEGIN, 1) != null);
  }
}
