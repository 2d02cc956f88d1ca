package starmap.worker.execute;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import starmap.worker.held.Drain;
import starmap.worker.held.HeldChunk;

/**
 * Who computes at the same time in this worker. What may do harm runs alone, so that harm done
 * proves something.
 */
final class Company {
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final ReadWriteLock lock = new ReentrantReadWriteLock(true);
  private final Drain drain;

  Company(Drain drain) {
    this.drain = drain;
  }

  /** What to unlock afterwards; empty where the chunk ends before its turn has come. */
  Optional<Lock> join(HeldChunk held) {
    return acquire(held.claimed().strikes() > 0 ? lock.writeLock() : lock.readLock(), held);
  }

  /** Waits until nobody else computes. False where the chunk ends before. */
  boolean expel(HeldChunk held) {
    lock.readLock().unlock();
    var alone = acquire(lock.writeLock(), held);
    if (alone.isEmpty()) {
      lock.readLock().lock();
    }
    return alone.isPresent();
  }

  /** Lets others compute again. */
  void readmit() {
    lock.readLock().lock();
    lock.writeLock().unlock();
  }

  /** Whom it waits for may never end. */
  private Optional<Lock> acquire(Lock one, HeldChunk held) {
    try {
      while (!drain.isRequested() && held.end() == HeldChunk.End.NONE) {
        if (one.tryLock(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
          return Optional.of(one);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }
}
