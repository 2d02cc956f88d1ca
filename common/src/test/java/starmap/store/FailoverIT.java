package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lettuce.core.AbstractRedisClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import starmap.job.JobId;
import starmap.localredis.LocalRedis;
import starmap.localredis.LocalSentinel;
import starmap.localredis.RedisSite;
import starmap.localredis.Source;
import starmap.localredis.Topology;

/** The master is lost, and a replica takes over. */
class FailoverIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final StoreProperties REPLICATED =
      new StoreProperties(Scene.LEASE, Scene.LEASE, 1_000, Durability.REPLICATED);

  private RedisSite site;
  private AbstractRedisClient client;
  private Stores stores;

  private void start(Topology topology) {
    assumeTrue(Redis.source() != Source.INSTALLED, "it is about our side; one server will do");
    site = topology.start(Redis.source(), /* failsOver= */ true, /* persistent= */ false);
    client = site.client();
    stores = new Stores(client, REPLICATED, TIMEOUT);
  }

  @AfterEach
  void close() {
    if (site == null) {
      return;
    }
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    site.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"SENTINEL", "CLUSTER"})
  void acceptedJobsOutliveThreeMastersAndWhoListensHearsAgain(Topology topology) {
    start(topology);
    var store = stores.jobs();
    var heard = new AtomicInteger();
    try (var doorbell = stores.doorbell()) {
      doorbell.onProgress(_ -> heard.incrementAndGet());
      doorbell.connect();
      var accepted = new ArrayList<JobId>();
      for (int crash = 0; crash < 3; crash++) {
        for (int i = 0; i < 20; i++) {
          var plan = JobPlan.range(3);
          var submitted = patiently(() -> store.submit(plan.job(), null));
          assertThat(submitted.submission())
              .isIn(JobStore.Submission.CREATED, JobStore.Submission.EXISTS);
          accepted.add(plan.id());
        }
        site.crash(Duration.ZERO);
        for (var id : accepted) {
          assertThat(patiently(() -> store.find(id))).isPresent();
        }
      }

      patiently(
          () -> {
            doorbell.connect();
            return true;
          });
      int before = heard.get();
      patiently(() -> store.cancel(accepted.getFirst()));
      await().atMost(PATIENCE).until(() -> heard.get() > before);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SENTINEL", "CLUSTER"})
  void aMasterThatIsFrozenIsLeftForTheOneThatTookOver(Topology topology) {
    start(topology);
    var store = stores.jobs();
    var plan = JobPlan.range(3);
    patiently(() -> store.submit(plan.job(), null));
    var frozen = site.master();
    frozen.suspend();

    try {
      assertThat(patiently(() -> store.find(plan.id()))).isPresent();
      assertThat(site.master().port()).isNotEqualTo(frozen.port());
    } finally {
      frozen.resume();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "SENTINEL")
  void aSentinelThatIsFrozenKeepsNobodyFromTheOthers(Topology topology) {
    start(topology);
    var store = stores.jobs();
    assertThat(store.list(JobStore.Cursor.BEGIN, 1).jobs()).isEmpty();
    for (LocalRedis sentinel : ((LocalSentinel) site).sentinels()) {
      sentinel.suspend();
      try {
        var other = stores.jobs();
        assertThat(patiently(() -> other.list(JobStore.Cursor.BEGIN, 1)).jobs()).isEmpty();
      } finally {
        sentinel.resume();
      }
    }
  }

  /** As the services do: who was told that Redis is away asks again. */
  private static <T> T patiently(Supplier<T> call) {
    var answer = new ArrayList<T>();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptionsInstanceOf(StoreException.Unavailable.class)
        .until(() -> answer.add(call.get()));
    return answer.getFirst();
  }
}
