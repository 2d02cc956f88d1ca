package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SeatIT {
  private static final Duration LASTS = Duration.ofSeconds(5);

  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  @Test
  void fewProcessesSweepHoweverManyThereAre() {
    assertThat(isSeated("a")).isTrue();
    assertThat(isSeated("b")).isTrue();
    assertThat(isSeated("c")).isTrue();
    assertThat(isSeated("d")).isFalse();
    assertThat(isSeated("a")).isTrue();
  }

  @Test
  void seatOfAProcessThatIsGoneIsFreeForAnother() {
    for (var process : new String[] {"a", "b", "c"}) {
      isSeated(process);
    }
    redis.clock().advance(Duration.ofSeconds(3));
    isSeated("a");
    isSeated("b");
    redis.clock().advance(LASTS.minusSeconds(3));

    assertThat(isSeated("d")).isTrue();
    assertThat(isSeated("c")).isFalse();
    assertThat(isSeated("a")).isTrue();
  }

  @Test
  void clockThatWasPutBackKeepsNoSeatTaken() {
    redis.clock().advance(Duration.ofDays(1));
    for (var process : new String[] {"a", "b", "c"}) {
      isSeated(process);
    }
    redis.clock().advance(Duration.ofDays(-1));

    assertThat(isSeated("d")).isTrue();
  }

  @Test
  void workersAreCounted() {
    scene.heartbeat("w1", 1);
    scene.heartbeat("w2", 4);

    assertThat(redis.store().seat("a").workers()).isEqualTo(2);
  }

  @Test
  void whoTakesASeatAnewChargesNobodyForAWhile() {
    scene.sweep();
    for (var process : new String[] {"a", "b", "c"}) {
      isSeated(process);
    }
    scene.submit(JobPlan.range(1));
    scene.claimOne("w2");
    scene.heartbeat("w2", 1);
    isSeated("d");
    redis.clock().advance(Scene.LEASE.plusMillis(1));

    scene.sweep();

    assertThat(scene.claimOne().strikes()).isZero();
  }

  private boolean isSeated(String process) {
    return redis.store().seat(process).taken();
  }
}
