package starmap.worker.held;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import starmap.fleet.Activity;

class ThroughputTest {
  private final Throughput throughput = new Throughput();

  @Test
  void aWorkerThatHasJustBegunHasNoRate() {
    assertThat(look(0)).isEqualTo(Activity.NONE);
  }

  @Test
  void theRateIsThatSinceTheLastHeartbeat() {
    look(0);
    throughput.count(1_000, 10);
    assertThat(look(5)).isEqualTo(new Activity(List.of(), 1_000, 10, 200, 2));
    throughput.count(500, 0);
    assertThat(look(10)).isEqualTo(new Activity(List.of(), 1_500, 10, 100, 0));
  }

  @Test
  void aWorkerWithoutWorkIsToldToHaveNone() {
    look(0);
    throughput.count(1_000, 0);
    look(5);
    var idle = look(10);
    assertThat(idle.items()).isEqualTo(1_000);
    assertThat(idle.itemsPerSecond()).isZero();
  }

  @Test
  void heartbeatsThatComeCloseTogetherAreTakenTogether() {
    look(0);
    for (int i = 1; i <= 20; i++) {
      throughput.count(i % 2 == 0 ? 100 : 0, 0);
      assertThat(look(0.5 * i).itemsPerSecond()).isBetween(0.0, 101.0);
    }
    assertThat(look(10).itemsPerSecond()).isEqualTo(100);
  }

  private Activity look(double seconds) {
    return throughput.activity(List.of(), (long) (seconds * Duration.ofSeconds(1).toNanos()));
  }
}
