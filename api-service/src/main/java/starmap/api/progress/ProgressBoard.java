package starmap.api.progress;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;
import starmap.job.JobId;
import starmap.store.Doorbell;

/** Wakes requests that wait for a job when the doorbell tells that it has moved on. */
@Component
public class ProgressBoard {
  private final ConcurrentMap<JobId, Set<Watch>> watches = new ConcurrentHashMap<>();

  ProgressBoard(Doorbell doorbell) {
    doorbell.onProgress(this::wake);
  }

  /** Watches a job until closed. */
  public Watch watch(JobId id) {
    var watch = new Watch(id);
    watches.compute(
        id,
        (_, others) -> {
          Set<Watch> all = others == null ? ConcurrentHashMap.newKeySet() : others;
          all.add(watch);
          return all;
        });
    return watch;
  }

  private void wake(JobId id) {
    watches.getOrDefault(id, Set.of()).forEach(watch -> watch.moved.release());
  }

  /** One request that waits for one job. */
  public final class Watch implements AutoCloseable {
    private final JobId id;
    private final Semaphore moved = new Semaphore(0);

    private Watch(JobId id) {
      this.id = id;
    }

    /**
     * Waits until the job has moved since the last call, or the time is over. Hints may be lost, so
     * keep the time short and look again.
     */
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

    @Override
    public void close() {
      watches.computeIfPresent(
          id,
          (_, all) -> {
            all.remove(this);
            return all.isEmpty() ? null : all;
          });
    }
  }
}
