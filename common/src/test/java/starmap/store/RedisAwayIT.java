package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import starmap.job.JobState;
import starmap.localredis.LocalRedis;

/** Redis dies, hangs and comes back, and nobody makes new objects. */
class RedisAwayIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private LocalRedis server;
  private RedisClient client;
  private Stores stores;
  private JobStore store;

  @BeforeEach
  void start() {
    server = LocalRedis.start(Redis.source(), /* persistent= */ true);
    client = Redis.client(server);
    stores = new Stores(client, StoreProperties.defaults(), TIMEOUT);
    store = stores.jobs();
  }

  @AfterEach
  void stop() {
    if (client != null) {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
      server.close();
    }
  }

  @Test
  void deadRedisIsUnavailableAtOnceAndWorksAgainWhenItIsBack() {
    var id = JobPlan.range(1).id();
    submit(id);
    server.kill();

    assertUnavailable(() -> store.find(id));
    assertUnavailable(store::sweep);
    server.restart();

    awaitBack();
    assertThat(store.find(id)).isPresent();
    compute();
    assertThat(store.find(id).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void redisThatHangsIsUnavailableWithinTheTimeout() {
    store.sweep();
    server.suspend();

    assertUnavailable(() -> store.cancel(JobPlan.range(1).id()));
    assertUnavailable(() -> submit(JobPlan.range(1).id()));
    server.resume();

    awaitBack();
  }

  @Test
  void submissionThatWasNotAnsweredIsFoundWhenItIsRepeated() {
    var id = JobPlan.range(1).id();
    submitAny(); // from here on the server knows the script
    server.suspend();
    assertUnavailable(() -> submit(id));
    server.resume();
    awaitBack();

    assertThat(submit(id).submission()).isEqualTo(JobStore.Submission.EXISTS);
  }

  @Test
  void storeMayBeMadeBeforeRedisIsThere() {
    server.kill();
    assertUnavailable(() -> store.find(JobPlan.range(1).id()));
    server.restart();

    awaitBack();
  }

  @Test
  void serverThatMayEvictIsRefused() {
    try (var raw = client.connect()) {
      raw.sync().configSet("maxmemory-policy", "allkeys-lru");
    }

    assertThatThrownBy(store::sweep).isInstanceOf(StoreException.Denied.class);
  }

  @Test
  void doorbellIsHeardAgainWhenRedisIsBack() {
    var heard = new AtomicInteger();
    try (var doorbell = stores.doorbell();
        var _ = doorbell.onProgress(_ -> heard.incrementAndGet())) {
      awaitHeard(heard, doorbell);
      server.kill();
      assertUnavailable(store::sweep);
      server.restart();
      awaitBack();

      heard.set(0);
      awaitHeard(heard, doorbell);
    }
  }

  @Test
  void doorbellConnectsLaterWhereRedisWasAwayAtFirst() {
    server.kill();
    var heard = new AtomicInteger();
    try (var doorbell = stores.doorbell();
        var _ = doorbell.onProgress(_ -> heard.incrementAndGet())) {
      var sweeper = new Sweeper(store, doorbell, new Pace());
      sweeper.runOnce();
      server.restart();
      await().atMost(PATIENCE).ignoreExceptions().until(() -> rings(heard, sweeper));
    }
  }

  private boolean rings(AtomicInteger heard, Sweeper sweeper) {
    sweeper.runOnce();
    store.cancel(submitAny());
    return heard.get() > 0;
  }

  /** The sweeper of a process connects about once a second. */
  private void awaitHeard(AtomicInteger heard, Doorbell doorbell) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              doorbell.connect();
              store.cancel(submitAny());
              return heard.get() > 0;
            });
  }

  private starmap.job.JobId submitAny() {
    var id = JobPlan.range(1).id();
    submit(id);
    return id;
  }

  private JobStore.Submitted submit(starmap.job.JobId id) {
    return store.submit(JobPlan.range(1).named(id).job(), null);
  }

  private void compute() {
    for (var chunk : store.claim(new JobStore.Claim("w1", 9, Duration.ofDays(1)))) {
      var parts = Parts.squares(chunk.id().start(), chunk.id().length());
      store.settle(List.of(Scene.settlement(chunk, Duration.ofMillis(1), parts)));
    }
  }

  private void awaitBack() {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> store.list(JobStore.Cursor.BEGIN, 1) != null);
  }

  /** The client is told soon, however Redis is away. */
  private static void assertUnavailable(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    var begin = Instant.now();
    assertThatThrownBy(call).isInstanceOf(StoreException.Unavailable.class);
    assertThat(Duration.between(begin, Instant.now())).isLessThan(TIMEOUT.multipliedBy(5));
  }
}
