package starmap.worker.execute;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import starmap.worker.held.Drain;
import starmap.worker.held.HeldChunk;

/**
 * Who computes at the same time in this worker. A chunk that may have killed a worker runs alone,
 * so that the next death proves something. Nobody waits long for anybody: what does not get its
 * turn goes back, and another worker may compute it.
 */
final class Company {
  /** How long a suspect keeps others out, and then lets them in again, while it waits. */
  private static final Duration TURN = Duration.ofSeconds(1);

  private static final int TURNS = 5;
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final Drain drain;
  private int present;
  private int suspects;

  Company(Drain drain) {
    this.drain = drain;
  }

  /** Whether a suspect is at work, or wants to be: other chunks should not be claimed then. */
  synchronized boolean isClosed() {
    return suspects > 0;
  }

  /** Whether the chunk may be computed now; {@link #leave} follows then. */
  synchronized boolean join(HeldChunk held) {
    if (drain.isRequested() || held.end() != HeldChunk.End.NONE) {
      return false;
    }
    if (isSuspect(held)) {
      return joinAlone(held);
    }
    if (suspects > 0) {
      return false;
    }
    present++;
    return true;
  }

  /** The chunk is computed no longer. */
  synchronized void leave(HeldChunk held) {
    present--;
    if (isSuspect(held)) {
      suspects--;
    }
    notifyAll();
  }

  private boolean joinAlone(HeldChunk held) {
    for (int turn = 0; turn < TURNS && !isOver(held); turn++) {
      suspects++;
      if (await(() -> present == 0, held)) {
        present++;
        return true;
      }
      suspects--;
      boolean _ = await(() -> false, held);
    }
    return false;
  }

  /** True when it holds; false after a turn, or where the chunk ends before. */
  private boolean await(BooleanSupplier condition, HeldChunk held) {
    long end = System.nanoTime() + TURN.toNanos();
    try {
      while (!condition.getAsBoolean() && System.nanoTime() < end && !isOver(held)) {
        TimeUnit.MILLISECONDS.timedWait(this, LOOK_EVERY.toMillis());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
    return condition.getAsBoolean() && !isOver(held);
  }

  private boolean isOver(HeldChunk held) {
    return drain.isRequested()
        || held.end() != HeldChunk.End.NONE
        || Thread.currentThread().isInterrupted();
  }

  private static boolean isSuspect(HeldChunk held) {
    return held.claimed().strikes() > 0;
  }
}
