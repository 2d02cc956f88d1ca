package starmap.worker.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import starmap.fleet.Activity;
import starmap.fleet.Worker;
import starmap.fleet.WorkerRegistry;
import starmap.store.Pace;
import starmap.worker.Lab;
import starmap.worker.held.HeldChunks;

@Timeout(60)
class HeartbeatIT {
  private final Lab lab = Lab.open(true);
  private final WorkerRegistry registry = lab.stores().workers();
  private final AtomicInteger busy = new AtomicInteger();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void aWorkerIsInTheRegistryFromItsFirstBeatToItsEnd() {
    var heartbeat = heartbeat(Duration.ofMillis(100));
    heartbeat.start();
    assertThat(registry.list())
        .singleElement()
        .satisfies(seen -> assertThat(seen.alive()).isTrue())
        .satisfies(seen -> assertThat(seen.worker().busy()).isZero());

    busy.set(2);
    await().until(() -> registry.list().getFirst().worker().busy() == 2);

    heartbeat.close();
    assertThat(registry.list()).isEmpty();
  }

  @Test
  void itBeatsAgainWhenRedisIsBack() {
    var heartbeat = heartbeat(Duration.ofDays(1));
    assertThat(heartbeat.runOnce()).isTrue();
    lab.redis().kill();
    await().until(() -> !heartbeat.runOnce());
    lab.redis().restart();
    await().until(heartbeat::runOnce);
    assertThat(registry.list()).hasSize(1);
  }

  @Test
  void anErrorOfAnyKindIsOneFailedBeat() {
    var broken =
        new Heartbeat(
            lab.open(),
            registry,
            new HeldChunks(),
            () -> {
              throw new StackOverflowError();
            },
            Duration.ofDays(1),
            new Pace());
    assertThat(broken.runOnce()).isFalse();
  }

  @Test
  void aWorkerEndsEvenThoughItCannotSignOff() {
    var heartbeat = heartbeat(Duration.ofDays(1));
    heartbeat.start();
    lab.redis().kill();
    heartbeat.close();
    assertThat(heartbeat.runOnce()).isFalse();
  }

  private Heartbeat heartbeat(Duration period) {
    return new Heartbeat(lab.open(), registry, new HeldChunks(), this::self, period, new Pace());
  }

  private Worker self() {
    return new Worker(
        "w1",
        "one",
        "here",
        1,
        0,
        Instant.EPOCH,
        2,
        busy.get(),
        false,
        List.of(),
        List.of(),
        Activity.NONE);
  }
}
