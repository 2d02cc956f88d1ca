package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import starmap.store.Verb.Act;
import starmap.store.Verb.Through;

/** What is asked about the queues of sources. */
final class RouteActs {
  private static final String SOURCE = "a.py@1";

  private RouteActs() {}

  static Act reroute(Scene scene, Through through) {
    var id = scene.submit(JobPlan.range(2).chunksOf(1));
    return Act.warm(
        through,
        () -> through.store().reroute(id, SOURCE),
        () -> {
          assertThat(scene.claim(1)).isEmpty();
          for (int i = 0; i < 2; i++) {
            var claim = new JobStore.Claim("w1", 1, Duration.ofDays(1), false, List.of(SOURCE));
            scene.store().claim(claim).forEach(scene::record);
          }
          assertThat(scene.values(id)).isEqualTo(Scene.squares(2));
        });
  }
}
