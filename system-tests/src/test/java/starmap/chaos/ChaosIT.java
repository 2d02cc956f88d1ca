package starmap.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import starmap.localredis.Topology;

/** A short run of the kill harness; {@code ./starmap chaos --seed} replays one. */
@EnabledIfSystemProperty(
    named = "starmap.test.chaos",
    matches = "true",
    disabledReason = "it takes minutes: -Dstarmap.test.chaos=true, or ./starmap chaos")
class ChaosIT {
  @Test
  void everyIndexComesOnceAndInOrderWhateverIsKilled() throws Exception {
    long seed = ThreadLocalRandom.current().nextInt(1 << 30);
    System.out.println("chaos with seed " + seed);
    var size =
        new ChaosRun.Size(Topology.SINGLE, 60, 200, 1_000_000, Duration.ofSeconds(3), seed, true);

    var report = new ChaosRun(size).run();

    System.out.println(report.table());
    assertThat(report.isGood()).as(report.table()).isTrue();
  }
}
