package starmap.store;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Redis loses any one key, field or member of a running job: the job ends, with the right result or
 * as damaged, and its neighbours notice nothing. {@code ./starmap simulate} does many more, {@code
 * -Dstarmap.test.seed=…} replays the one that failed.
 */
class DamageIT {
  /** With each of the two versions of Redis. */
  private static final int DAMAGES = Integer.getInteger("starmap.test.seeds", 100);

  @RegisterExtension final Redis redis = new Redis();

  @Test
  void jobThatLostAnythingEndsRightOrAsDamaged() {
    Long replayed = Long.getLong("starmap.test.seed");
    long base = replayed == null ? new Random().nextInt(1_000_000_000) : replayed;
    int count = replayed == null ? DAMAGES : 1;
    var lives = new Lanes(redis).map(count, (lane, i) -> isRight(lane, base + i));
    long right = lives.stream().filter(isRight -> isRight).count();
    System.out.printf(
        "damages from seed %d: %d right, %d ended as damaged%n", base, right, count - right);
  }

  private static boolean isRight(Redis redis, long seed) {
    redis.beginAnew();
    var life = new DamagedLife(seed, redis);
    try {
      return life.run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("-Dstarmap.test.seed=" + seed + "\n" + life, e);
    }
  }
}
