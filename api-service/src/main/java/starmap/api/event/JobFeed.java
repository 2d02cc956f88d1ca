package starmap.api.event;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;
import starmap.api.progress.Hints;
import starmap.job.Job;
import starmap.store.StoreException;

/** A job as it moves on, looked at no more than four times a second however fast it does. */
final class JobFeed {
  private static final long PAUSE = 250;

  /** How long a hint may be missing before it is worth looking anyway. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  private final Supplier<Optional<Job>> look;
  private final Hints hints;
  private final InstantSource clock;
  private @Nullable Job last;
  private long lookedAt;

  /**
   * Looks at a job.
   *
   * @param look finds it
   * @param hints tell when it has moved
   */
  JobFeed(Supplier<Optional<Job>> look, Hints hints, InstantSource clock) {
    this.look = look;
    this.hints = hints;
    this.clock = clock;
  }

  /**
   * The job as it is when it is worth looking again, the first time at once; empty if it is gone.
   */
  Optional<Job> next() throws CloseNowException {
    if (last != null) {
      await();
    }
    lookedAt = clock.millis();
    var found = find();
    last = found.orElse(null);
    return found;
  }

  private void await() throws CloseNowException {
    boolean moved = false;
    for (long left = PAUSE; left > 0 && left <= PAUSE; left = lookedAt + PAUSE - clock.millis()) {
      moved |= hints.await(Duration.ofMillis(left));
      if (Thread.currentThread().isInterrupted()) {
        throw new CloseNowException("the service stops");
      }
    }
    if (!moved) {
      boolean _ = hints.await(hints.patience(LOOK_AGAIN));
    }
  }

  /** While Redis is away nothing moves; whoever watches goes on watching. */
  private Optional<Job> find() {
    try {
      return look.get();
    } catch (StoreException.Unavailable e) {
      if (last == null) {
        throw e;
      }
      return Optional.of(last);
    }
  }
}
