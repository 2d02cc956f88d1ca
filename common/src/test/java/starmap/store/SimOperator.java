package starmap.store;

import java.util.Random;
import starmap.job.JobChange;

/** Somebody who pauses one job, lets it go on, and changes how much of the fleet it gets. */
final class SimOperator {
  private static final int WIDEST = 24;

  private final RandomJob job;
  private final JobStore store;
  private final Random random;

  SimOperator(RandomJob job, JobStore store, Random random) {
    this.job = job;
    this.store = store;
    this.random = random;
  }

  /** Does something; says what. */
  String step() {
    return switch (random.nextInt(4)) {
      case 0 -> job.id() + " paused: " + store.pause(job.id());
      case 1, 2 -> job.id() + " resumed: " + store.resume(job.id());
      default -> {
        var change = new JobChange(random.nextInt(10), random.nextInt(WIDEST), null, null, null);
        yield job.id() + " " + change + ": " + store.change(job.id(), change);
      }
    };
  }

  /** Lets it go on for good. */
  void resume() {
    store.resume(job.id());
  }
}
