package starmap.store;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Random schedules of everything clients, workers and time can do. {@code -Dstarmap.test.seed=…}
 * replays the one that failed.
 */
class RandomScheduleIT {
  private static final int SCHEDULES = 1_000;

  @RegisterExtension final Redis redis = new Redis();

  @Test
  void everyItemIsRecordedOnceInOrderWhateverHappens() {
    Long replayed = Long.getLong("starmap.test.seed");
    if (replayed != null) {
      run(replayed);
      return;
    }
    long base = new Random().nextInt(1_000_000_000);
    System.out.println("random schedules from seed " + base);
    for (int i = 0; i < SCHEDULES; i++) {
      run(base + i);
    }
  }

  private void run(long seed) {
    redis.beginAnew();
    var schedule = new RandomSchedule(seed, redis);
    try {
      schedule.run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "-Dstarmap.test.seed=" + seed + "\n" + String.join("\n", schedule.log()), e);
    }
  }
}
