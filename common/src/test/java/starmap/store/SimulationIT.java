package starmap.store;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The real scripts on a real Redis in a world where everything goes wrong. {@code ./starmap
 * simulate} runs many more, {@code -Dstarmap.test.seed=…} replays the one that failed.
 */
class SimulationIT {
  /** With each of the two versions of Redis. */
  private static final int SEEDS = Integer.getInteger("starmap.test.seeds", 100);

  @RegisterExtension final Redis redis = new Redis();

  @Test
  void everyItemIsRecordedOnceInOrderWhateverHappens() {
    Long replayed = Long.getLong("starmap.test.seed");
    if (replayed != null) {
      run(redis, redis.link(), replayed);
      return;
    }
    long base = new Random().nextInt(1_000_000_000);
    System.out.println("simulations from seed " + base);
    new Lanes(redis)
        .map(
            SEEDS,
            (lane, i) -> {
              run(lane, lane.link(), base + i);
              return i;
            });
  }

  static void run(Redis redis, RedisLink link, long seed) {
    redis.beginAnew();
    var simulation = new Simulation(seed, redis, link);
    try {
      simulation.run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "-Dstarmap.test.seed=" + seed + "\n" + String.join("\n", simulation.log()), e);
    }
  }
}
