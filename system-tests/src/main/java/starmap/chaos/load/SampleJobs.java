package starmap.chaos.load;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Jobs that a seed alone decides. */
final class SampleJobs {
  private static final List<Computation> QUICK =
      List.of(
          Computation.SQUARE,
          Computation.CUBE,
          Computation.IDENTITY,
          Computation.POWER,
          Computation.SHA256,
          Computation.FAIL);
  private static final int[] QUICK_CHUNKS = {0, 0, 1, 7, 100, 1_000};
  private static final int[] SLEEPING_CHUNKS = {0, 0, 1, 7, 50};
  private static final int MEAN_SLEEP_MILLIS = 20;
  private static final int LONGEST_LIST = 50_000;

  /** Jobs take turns chunk by chunk, and a turn lasts as long as the chunks of those who sleep. */
  private static final int MOST_CHUNKS = 200;

  private final SplittableRandom random;
  private final String run;

  private SampleJobs(long seed) {
    random = new SplittableRandom(seed);
    run = Long.toHexString(seed);
  }

  /**
   * So many jobs with so many items in total. Every third one sleeps for about {@code sleepMillis},
   * so that workers are busy; the others compute.
   */
  static List<SampleJob> of(long seed, int jobs, long items, long sleepMillis) {
    return new SampleJobs(seed).jobs(jobs, items, sleepMillis);
  }

  private List<SampleJob> jobs(int count, long items, long sleepMillis) {
    long naps = Math.clamp(sleepMillis / MEAN_SLEEP_MILLIS, 1, Math.max(1, items / (2L * count)));
    int quick = count - (count + 1) / 3;
    long left = items - naps * (count - quick);
    var jobs = new ArrayList<SampleJob>();
    for (int number = 0; number < count; number++) {
      if (number % 3 == 1) {
        jobs.add(listed(number, Computation.SLEEP, naps));
      } else {
        long total = quick == 1 ? left : Math.max(1, random.nextLong(2 * left / quick));
        jobs.add(quick(number, total));
        left -= total;
        quick--;
      }
    }
    return jobs;
  }

  private SampleJob quick(int number, long total) {
    var computation = QUICK.get(random.nextInt(QUICK.size()));
    boolean mustBeRange = total > LONGEST_LIST;
    if (computation.takesIntegers() && (mustBeRange || random.nextBoolean())) {
      return range(number, computation, total);
    }
    return mustBeRange
        ? range(number, Computation.SQUARE, total)
        : listed(number, computation, total);
  }

  private SampleJob range(int number, Computation computation, long total) {
    long step = random.nextLong(1, 9) * (random.nextBoolean() ? 1 : -1);
    var items = new Items.Range(random.nextLong(-1_000, 1L << 40), step, total);
    return job(number, computation, items);
  }

  private SampleJob listed(int number, Computation computation, long total) {
    return job(number, computation, new Items.Listed(computation, random.nextLong(), total));
  }

  private SampleJob job(int number, Computation computation, Items items) {
    var sizes = computation == Computation.SLEEP ? SLEEPING_CHUNKS : QUICK_CHUNKS;
    int size = sizes[random.nextInt(sizes.length)];
    int bounded = size == 0 ? 0 : Math.clamp(items.total() / MOST_CHUNKS, size, 65_536);
    return new SampleJob(run + "-" + number, computation, items, bounded);
  }
}
