package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.fault.Command;
import starmap.fault.Fault;
import starmap.fault.FaultProxy;
import starmap.job.JobId;

/** Faults that last, and what is left of those that are over. */
@Timeout(60)
class FaultIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final JobStore.Claim CLAIM = new JobStore.Claim("w1", 1, Duration.ofDays(1));

  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);
  private FaultProxy proxy;
  private RedisClient client;
  private Stores stores;
  private JobStore store;

  @BeforeEach
  void connect() {
    proxy = FaultProxy.before(redis.port());
    client = RedisClient.create(proxy.uri());
    stores = new Stores(client, StoreProperties.defaults(), TIMEOUT);
    store = stores.jobs(redis.clock());
    assertThat(store.find(JobId.random())).isEmpty();
  }

  @AfterEach
  void close() {
    proxy.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
  }

  @Test
  void aCallWaitsForTheEndOfAFailover() {
    var id = scene.submit(JobPlan.range(1));
    var injection = proxy.inject(Fault.READONLY, ScriptCommands.of("cancel"), 0, 4);

    assertThat(store.cancel(id)).isPresent();
    assertThat(injection.hits()).isEqualTo(4);
  }

  @Test
  void aFailoverThatDoesNotEndIsWaitedForOnce() {
    var id = scene.submit(JobPlan.range(1));
    var injection = proxy.injectAlways(Fault.READONLY, ScriptCommands.of("cancel"));
    assertUnavailable(() -> store.cancel(id));
    assertThat(injection.hits()).isGreaterThan(2);

    int before = injection.hits();
    assertUnavailable(() -> store.cancel(id));
    assertThat(injection.hits()).isEqualTo(before + 2);

    proxy.heal();
    assertThat(store.cancel(id)).isPresent();
  }

  @Test
  void onceItIsKnownThatRedisHangsCallersHearItSoon() {
    proxy.injectAlways(Fault.HANGS_BEFORE, _ -> true);
    assertUnavailable(() -> store.find(JobId.random()));

    long begin = System.nanoTime();
    for (int i = 0; i < 5; i++) {
      assertUnavailable(() -> store.find(JobId.random()));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(TIMEOUT.multipliedBy(4));
    proxy.heal();
    await().ignoreExceptions().until(() -> store.find(JobId.random()).isEmpty());
  }

  @Test
  void theConnectionThatHangsIsLeftAndTheNextCallOpensAnother() {
    var id = scene.submit(JobPlan.range(1));
    int before = connections();
    var injection = proxy.inject(Fault.HANGS_BEFORE, ScriptCommands.of("cancel"));
    assertUnavailable(() -> store.cancel(id));
    assertThat(injection.hits()).isEqualTo(1);

    // the old connection is half open from now on: the proxy does not end it and never answers
    await()
        .ignoreExceptionsInstanceOf(StoreException.class)
        .until(() -> store.cancel(id).isPresent());
    await().until(() -> connections() == before);
  }

  @Test
  void whatAServerSaysThatRefusesAtOnceIsHeard() {
    proxy.injectAlways(Fault.NOAUTH, Command.named("HELLO"));
    try (var doorbell = stores.doorbell()) {
      for (int i = 0; i < 300; i++) {
        assertThatThrownBy(doorbell::connect).isInstanceOf(StoreException.Denied.class);
      }
    }
  }

  @Test
  void aCommandThatNobodyWaitsForIsNotSentAgain() {
    var id = scene.submit(JobPlan.range(1));
    var injection = proxy.inject(Fault.RESET_BEFORE, ScriptCommands.of("claim"));
    assertUnavailable(() -> store.claim(CLAIM));
    assertThat(injection.hits()).isEqualTo(1);

    await().ignoreExceptions().until(() -> store.find(id).isPresent());
    assertThat(scene.find(id).counts().running()).isZero();
    assertThat(scene.claim(1)).hasSize(1);
  }

  @Test
  void whatWasClaimedBesideASettlementThatFailedIsReadyAtOnce() {
    var id = scene.submit(JobPlan.range(2).chunksOf(1));
    var settlement = Scene.settlement(scene.claimOne(), Scene.LEASE, Parts.squares(0, 1));
    proxy.inject(Fault.NOPERM, ScriptCommands.of("settle"));

    assertThatThrownBy(() -> store.settleAndClaim(List.of(settlement), CLAIM))
        .isInstanceOf(StoreException.Denied.class);
    var next = scene.claimOne();
    assertThat(next.id().start()).isEqualTo(1);
    assertThat(next.attempt()).isEqualTo(1);
    assertThat(scene.settle(settlement)).isEqualTo(starmap.chunk.SettleResult.RECORDED);
    scene.record(next);
    assertThat(scene.values(id)).isEqualTo(Scene.squares(2));
  }

  @Test
  void aDoorbellThatMayNotSubscribeLeavesNoConnectionBehind() {
    int before = connections();
    try (var doorbell = stores.doorbell()) {
      var _ = doorbell.onProgress(_ -> {});
      proxy.injectAlways(Fault.NOPERM, Command.named("SUBSCRIBE"));
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(doorbell::connect).isInstanceOf(StoreException.Denied.class);
      }
      await().until(() -> connections() == before);
    }
  }

  private int connections() {
    return (int) redis.raw().clientList().lines().count();
  }

  private static void assertUnavailable(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(StoreException.Unavailable.class);
  }
}
