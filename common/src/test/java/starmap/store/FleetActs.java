package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import starmap.fleet.Activity;
import starmap.fleet.Worker;
import starmap.store.Verb.Act;
import starmap.store.Verb.Through;

/** What is asked of a {@link Fleet}. */
final class FleetActs {
  private FleetActs() {}

  static Act register(Scene scene, Through through) {
    return Act.warm(
        through,
        () -> {
          through.workers().register(worker());
          return "";
        },
        () -> assertThat(scene.redis().raw().hkeys(Keys.SINGLE.workers())).containsExactly("w1"));
  }

  static Act drain(Scene scene, Through through) {
    scene.heartbeat("w1", 1);
    return Act.warm(
        through,
        () -> {
          assertThat(through.workers().drain("w1")).isTrue();
          return "";
        },
        () -> assertThat(scene.redis().raw().smembers(Keys.SINGLE.drains())).containsExactly("w1"));
  }

  static Act seat(Scene scene, Through through) {
    return Act.warm(
        through,
        () -> {
          var seat = through.store().seat("a");
          assertThat(seat.taken()).isTrue();
          return seat;
        },
        () ->
            assertThat(scene.redis().raw().zrange(Keys.SINGLE.sweepers(), 0, -1))
                .containsExactly("a"));
  }

  static Act unregister(Scene scene, Through through) {
    scene.heartbeat("w1", 1);
    scene.claim(1);
    return Act.warm(
        through,
        () -> {
          through.workers().unregister("w1");
          return "";
        },
        () ->
            assertThat(scene.redis().raw().exists(Keys.SINGLE.workers(), Keys.SINGLE.idle()))
                .isZero());
  }

  static Act workers(Scene scene, Through through) {
    scene.heartbeat("w1", 1);
    return Act.warm(
        through,
        () -> {
          var seen = through.workers().list();
          assertThat(seen).singleElement().matches(one -> one.worker().id().equals("w1"));
          return seen;
        },
        () -> assertThat(scene.redis().raw().hkeys(Keys.SINGLE.workers())).containsExactly("w1"));
  }

  private static Worker worker() {
    return new Worker(
        "w1", "w1", "host", 1, 0, Instant.EPOCH, 1, 0, false, List.of(), List.of(), Activity.NONE);
  }
}
