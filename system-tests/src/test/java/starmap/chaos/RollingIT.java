package starmap.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import starmap.localredis.Topology;

/** A short run of {@code ./starmap chaos --rolling}. */
class RollingIT {
  @Test
  void noRequestFailsAndNoAttemptIsChargedWhileEachProcessIsRestarted() throws Exception {
    long seed = ThreadLocalRandom.current().nextInt(1 << 30);
    System.out.println("rolling restart with seed " + seed);

    var report =
        new RollingRun(new RollingRun.Size(Topology.SINGLE, 1, 2, 2, 9, 45_000, 16_000, seed))
            .run();

    System.out.println(report.table());
    assertThat(report.isGood()).as(report.table()).isTrue();
  }
}
