package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.fleet.Experience;

/** What jobs that ended tell of a function. */
class FunctionCostsIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  @Test
  void itemsAreCountedWhenTheirJobEnds() {
    scene.submit(JobPlan.range(4).chunksOf(2));
    var first = scene.claimOne();
    scene.settle(
        Scene.settlement(
            first, Duration.ofMillis(6), Parts.squares(first.id().start(), first.id().length())));
    assertThat(costs().all()).isEmpty();
    var second = scene.claimOne();
    scene.settle(
        Scene.settlement(
            second,
            Duration.ofMillis(6),
            Parts.squares(second.id().start(), second.id().length())));

    assertThat(costs().all()).isEqualTo(Map.of("square@1", new Experience(3, 4, 0)));
  }

  @Test
  void failedItemsAreCountedAndARetryCountsNoneAgain() {
    var id = scene.submit(JobPlan.range(6).chunksOf(2));
    scene.record(scene.claimOne());
    scene.failAll();
    var before = costs().all().get("square@1");
    assertThat(before.done()).isEqualTo(6);
    assertThat(before.failed()).isEqualTo(4);
    scene.store().retry(id);
    scene.drain();

    var after = costs().all().get("square@1");
    assertThat(after.done()).isEqualTo(6);
    assertThat(after.failed()).isEqualTo(4);
  }

  @Test
  void functionsThatNobodyHasAreForgotten() {
    var all = Map.of("a@1", "1", "a@1#done", "5", "a@2", "1", "a@2#failed", "2", "calls", "3");
    redis.raw().hset(Keys.SINGLE.costs(), all);
    costs().keep(Set.of("a@2"));

    assertThat(redis.raw().hkeys(Keys.SINGLE.costs()))
        .containsExactlyInAnyOrder("a@2", "a@2#failed", "calls");
  }

  private FunctionCosts costs() {
    return new FunctionCosts(redis.link(), Keys.SINGLE);
  }
}
