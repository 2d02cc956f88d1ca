package starmap.worker.claim;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where idle slots wait for a hint that there may be work. A hint that comes between looking and
 * waiting is not missed.
 */
public final class Bell {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private long count;

  /** Wakes every slot that waits. */
  public void ring() {
    lock.lock();
    try {
      count++;
      rung.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How often it rang so far: to be read before looking for work. */
  public long count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** Whether somebody waits. */
  public boolean isAwaited() {
    return waiting() > 0;
  }

  /** How many wait. */
  public int waiting() {
    lock.lock();
    try {
      return lock.getWaitQueueLength(rung);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it has rung since {@code seen}, or the time is over. */
  public void await(long seen, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (count == seen && left > 0) {
        left = rung.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
