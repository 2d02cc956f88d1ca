package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.fleet.Activity;
import starmap.fleet.FunctionDescriptor;
import starmap.fleet.Worker;
import starmap.fleet.WorkerRegistry;

class RegisterIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);
  private WorkerRegistry registry;

  @BeforeEach
  void open() {
    registry = new Fleet(redis.link(), Keys.SINGLE, Scene.LEASE);
  }

  @Test
  void registeredWorkersAreListedByName() {
    registry.register(worker("b", 2));
    registry.register(worker("a", 1));

    assertThat(registry.list())
        .extracting(Worker.Seen::worker)
        .containsExactly(worker("a", 1), worker("b", 2));
    assertThat(registry.list()).allMatch(Worker.Seen::alive);
  }

  @Test
  void nextHeartbeatReplacesTheDescription() {
    registry.register(worker("a", 1));
    registry.register(worker("a", 7));

    assertThat(registry.list()).singleElement().matches(seen -> seen.worker().slots() == 7);
  }

  @Test
  void unregisteredWorkerIsNotListed() {
    registry.register(worker("a", 1));
    scene.claim("a", 1);
    registry.unregister("a");

    assertThat(registry.list()).isEmpty();
    assertThat(redis.raw().exists(Keys.SINGLE.idle(), Keys.SINGLE.workers())).isZero();
  }

  @Test
  void silentWorkerIsListedAsGoneForAWhile() {
    scene.heartbeat("a", 3);
    redis.clock().advance(Scene.LEASE);
    scene.sweep();
    assertThat(redis.raw().hexists(Keys.SINGLE.workers(), "a")).isTrue();
    assertThat(redis.raw().hget(Keys.SINGLE.usage(), "slots")).isEqualTo("0");

    redis.clock().advance(Duration.ofMinutes(10));
    scene.sweep();

    assertThat(redis.raw().hexists(Keys.SINGLE.workers(), "a")).isFalse();
  }

  @Test
  void silentWorkerIsNotIdle() {
    scene.heartbeat("a", 3);
    scene.claim("a", 1);
    redis.clock().advance(Scene.LEASE);

    scene.sweep();

    assertThat(redis.raw().zcard(Keys.SINGLE.idle())).isZero();
  }

  @Test
  void aWorkerThatIsAskedToDrainHearsSoWithEachHeartbeat() {
    assertThat(registry.register(worker("a", 1))).isFalse();
    registry.register(worker("b", 1));
    assertThat(registry.drain("a")).isTrue();

    assertThat(registry.register(worker("a", 1))).isTrue();
    assertThat(new Fleet(redis.link(), Keys.SINGLE, Scene.LEASE).register(worker("a", 1))).isTrue();
    assertThat(registry.register(worker("b", 1))).isFalse();
  }

  @Test
  void theRegistryShowsThatAWorkerDrainsBeforeItHasHeardOfIt() {
    scene.heartbeat("a", 3);
    scene.heartbeat("b", 4);
    registry.drain("a");

    assertThat(registry.list())
        .extracting(seen -> seen.worker().draining())
        .containsExactly(true, false);
    scene.sweep();
    assertThat(redis.raw().hget(Keys.SINGLE.usage(), "slots")).isEqualTo("4");
  }

  @Test
  void nobodyIsAskedToDrainWhoIsNotThere() {
    assertThat(registry.drain("a")).isFalse();
    assertThat(redis.raw().exists(Keys.SINGLE.drains())).isZero();
  }

  @Test
  void whatAWorkerWasAskedGoesWithIt() {
    registry.register(worker("a", 1));
    registry.drain("a");
    registry.unregister("a");
    assertThat(redis.raw().exists(Keys.SINGLE.drains())).isZero();

    scene.heartbeat("b", 1);
    registry.drain("b");
    redis.clock().advance(Duration.ofMinutes(11));
    scene.sweep();
    assertThat(redis.raw().exists(Keys.SINGLE.drains(), Keys.SINGLE.workers())).isZero();
  }

  @Test
  void aWorkerOfAnEarlierVersionTellsNothingOfWhatItDoes() {
    var earlier =
        "{\"id\":\"a\",\"name\":\"a\",\"host\":\"h\",\"pid\":1,\"parent\":0,\"started\":\"1970-01-01T00:00:00Z\",\"slots\":1,\"busy\":0,"
            + "\"draining\":false,\"functions\":[],\"broken\":[]}";
    redis.raw().hset(Keys.SINGLE.workers(), "a", redis.clock().millis() + ";" + earlier);

    assertThat(registry.list())
        .extracting(seen -> seen.worker().activity())
        .containsExactly(Activity.NONE);
  }

  @Test
  void sweepAddsUpTheSlots() {
    scene.heartbeat("a", 3);
    scene.heartbeat("b", 4);

    scene.sweep();

    assertThat(redis.raw().hget(Keys.SINGLE.usage(), "slots")).isEqualTo("7");
  }

  private static Worker worker(String id, int slots) {
    var square =
        new FunctionDescriptor(
            "square",
            "1",
            "java",
            new FunctionDescriptor.Signature(
                "Squares; \"exactly\".",
                List.of(new FunctionDescriptor.Parameter("x", "integer")),
                "3",
                null),
            FunctionDescriptor.Origin.BUILT_IN);
    return new Worker(
        id,
        id,
        "host;1",
        42,
        1,
        Instant.ofEpochSecond(1),
        slots,
        0,
        false,
        List.of(square),
        List.of(),
        Activity.NONE);
  }
}
