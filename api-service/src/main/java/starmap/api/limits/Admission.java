package starmap.api.limits;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.store.StoreException;
import starmap.store.StoreMemory;

/**
 * Refuses new jobs and input while the memory of Redis is nearly used up, so that those at work
 * still find room for their results. Looks at most once a second.
 */
@Component
public class Admission {
  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
  private static final double MUCH = 0.75;
  private static final double FULL = 0.85;
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final long AGE_NANOS = Duration.ofSeconds(1).toNanos();

  private final StoreMemory memory;
  private final AtomicLong looked = new AtomicLong(System.nanoTime() - AGE_NANOS);
  private volatile double share;
  private volatile boolean warned;

  Admission(StoreMemory memory) {
    this.memory = memory;
  }

  /** Throws a problem where nothing more is taken in. */
  public void require() {
    long before = looked.get();
    long now = System.nanoTime();
    if (now - before >= AGE_NANOS && looked.compareAndSet(before, now)) {
      look();
    }
    if (share > FULL) {
      throw ProblemException.of(
              ProblemType.STORAGE_FULL,
              "the memory of Redis is nearly used up; reading results and cancelling jobs still work")
          .retryAfter(SOON);
    }
  }

  private void look() {
    try {
      share = memory.share();
    } catch (StoreException _) {
      return; // what is asked of it next will say so
    }
    if (share > MUCH && !warned) {
      LOG.warn(
          "the memory of Redis is filling up, {} % are used; new jobs are refused above 85 %",
          Math.round(100 * share));
    }
    warned = share > MUCH;
  }
}
