package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.Part;
import starmap.chunk.SlowItem;
import starmap.job.JobState;

/** What computing a job cost. */
class StatisticsIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  @Test
  void itemsAreCountedByTheirMeanTimeAndComputingIsAddedUp() {
    var id = scene.submit(JobPlan.range(30).chunksOf(10));
    settle(scene.claimOne(), Duration.ofMillis(10));
    settle(scene.claimOne(), Duration.ofMillis(20));
    settle(scene.claimOne(), Duration.ofNanos(1_000));

    var statistics = scene.store().statistics(id);

    // 1 ms = 2^(39.86/4) us, 2 ms = 2^(43.86/4) us, 0.1 us = 2^(-13.3/4) us
    assertThat(statistics.histogram()).isEqualTo(Map.of(39, 10L, 43, 10L, -14, 10L));
    assertThat(statistics.busy()).isEqualTo(Duration.ofNanos(30_001_000));
    assertThat(statistics.quantile(0.5)).isCloseTo(0.001, within(0.001 * 0.19));
    assertThat(statistics.quantile(0.99)).isCloseTo(0.002, within(0.002 * 0.19));
  }

  @Test
  void theTenSlowestItemsAreKept() {
    var id = scene.submit(JobPlan.range(30).chunksOf(1));
    for (int i = 0; i < 30; i++) {
      var chunk = scene.claimOne();
      var slow =
          new SlowItem(chunk.id().start(), Duration.ofMillis(chunk.id().start() * 7 % 30 + 1));
      var recorded = Parts.squares(chunk.id().start(), 1);
      scene.settle(chunk, new Part.Recorded(recorded.segment(), null, new byte[0], slow));
    }
    var slowest = scene.store().statistics(id).slowest();

    assertThat(slowest)
        .extracting(item -> item.took().toMillis())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 10).mapToObj(i -> 31 - i).toList());
    assertThat(slowest).allMatch(item -> item.index() * 7 % 30 + 1 == item.took().toMillis());
  }

  @Test
  void whatWasNotRecordedStillTookTime() {
    var id = scene.submit(JobPlan.range(2).chunksOf(2));
    var chunk = scene.claimOne();
    scene.settle(Scene.settlement(chunk, Duration.ofMillis(5), new Part.Delayed(2, Scene.LEASE)));

    assertThat(scene.store().statistics(id).busy()).isEqualTo(Duration.ofMillis(5));
    assertThat(scene.store().statistics(id).items()).isZero();
  }

  @Test
  void aRepeatedSettlementCountsOnce() {
    var id = scene.submit(JobPlan.range(2).chunksOf(1));
    var chunk = scene.claimOne();
    settle(chunk, Duration.ofMillis(5));
    settle(chunk, Duration.ofMillis(5));

    assertThat(scene.store().statistics(id).items()).isEqualTo(1);
    assertThat(scene.store().statistics(id).busy()).isEqualTo(Duration.ofMillis(5));
  }

  @Test
  void lostStatisticsHarmNobody() {
    var id = scene.submit(JobPlan.range(4).chunksOf(1));
    scene.record(scene.claimOne());
    redis.raw().del(Keys.SINGLE.stats(id), Keys.SINGLE.slow(id));
    scene.drain();

    assertThat(scene.find(id).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(scene.store().statistics(id).items()).isEqualTo(3);
  }

  @Test
  void statisticsGoWithTheirJob() {
    var id = scene.submit(JobPlan.range(4).chunksOf(1));
    scene.record(scene.claimOne());
    scene.store().purge(id);

    assertThat(scene.store().statistics(id).items()).isZero();
    assertThat(scene.store().statistics(id).max()).isZero();
    assertThat(scene.store().statistics(id).quantile(0.5)).isZero();
  }

  private void settle(ClaimedChunk chunk, Duration busy) {
    var squares = Parts.squares(chunk.id().start(), chunk.id().length());
    scene.settle(Scene.settlement(chunk, busy, squares));
  }
}
