package starmap.api.progress;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import starmap.job.JobId;
import starmap.store.Doorbell;
import starmap.store.JobResults;
import starmap.store.Progress;

/** Wakes requests that wait for a job when the doorbell tells that it has moved on. */
@Component
public class ProgressBoard {
  /** So many requests look as often as one. */
  private static final int FEW = 500;

  /** However many there are, each looks at least once in so many times. */
  private static final double SLOWEST = 40;

  private final AtomicInteger waiting = new AtomicInteger();
  private final ConcurrentMap<JobId, Set<Watch>> watches = new ConcurrentHashMap<>();
  private volatile boolean stopped;

  ProgressBoard(Doorbell doorbell) {
    doorbell.onProgress(this::wake);
  }

  /** Watches a job until closed. */
  public Watch watch(JobId id) {
    var watch = new Watch(id);
    waiting.incrementAndGet();
    watches.compute(
        id,
        (_, others) -> {
          Set<Watch> all = others == null ? ConcurrentHashMap.newKeySet() : others;
          all.add(watch);
          return all;
        });
    return watch;
  }

  /** Nobody should begin to wait, because the service stops; those who do are woken. */
  public void stop() {
    stopped = true;
    watches.values().forEach(all -> all.forEach(watch -> watch.moved.release()));
  }

  private void wake(Progress progress) {
    watches.getOrDefault(progress.job(), Set.of()).forEach(watch -> watch.hear(progress));
  }

  /** One request that waits for one job. */
  public final class Watch implements Hints, AutoCloseable {
    private final JobId id;
    private final Semaphore moved = new Semaphore(0);
    private volatile @Nullable Progress told;
    private boolean closed;

    private Watch(JobId id) {
      this.id = id;
    }

    private void hear(Progress progress) {
      if (progress.segment() != null) {
        told = progress;
      }
      moved.release();
    }

    /** All results of the job, where it was so small that they were told with its end. */
    public Optional<JobResults.Collected> results() {
      return Optional.ofNullable(told).flatMap(Progress::results);
    }

    /**
     * Waits until the job has moved since the last call, or the time is over. Hints may be lost, so
     * keep the time short and look again.
     */
    @Override
    public boolean await(Duration time) {
      try {
        boolean hint = moved.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS);
        moved.drainPermits();
        return hint;
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    /** Whether to answer with what is known, because the service stops. */
    public boolean isOver() {
      return stopped;
    }

    /** Thousands of requests that look again all the time would keep Redis busy. */
    @Override
    public Duration patience(Duration time) {
      double factor = Math.clamp(waiting.get() / (double) FEW, 1, SLOWEST);
      return Duration.ofNanos((long) (time.toNanos() * factor));
    }

    @Override
    public synchronized void close() {
      if (closed) {
        return;
      }
      closed = true;
      waiting.decrementAndGet();
      watches.computeIfPresent(
          id,
          (_, all) -> {
            all.remove(this);
            return all.isEmpty() ? null : all;
          });
    }
  }
}
