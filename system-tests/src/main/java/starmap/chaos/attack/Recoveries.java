package starmap.chaos.attack;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import starmap.chaos.site.Leases;

/**
 * How long chunks stayed with workers that were killed, and how many items were in them. The clock
 * stands still while Redis is away, which is an attack of its own.
 */
public final class Recoveries {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Leases leases;
  private final Consumer<String> journal;
  private final Times times = new Times();
  private long items;

  Recoveries(Leases leases, Consumer<String> journal) {
    this.leases = leases;
    this.journal = journal;
  }

  /** Watches from a worker's death until Redis knows of no chunk that is leased to it. */
  void watch(long pid) throws InterruptedException {
    long killed = System.nanoTime();
    long away = 0;
    long held = 0;
    long looked = killed;
    var left = leases.items(pid);
    while ((left.isEmpty() || left.getAsLong() > 0)
        && System.nanoTime() - killed < PATIENCE.toNanos()) {
      held = Math.max(held, left.orElse(0));
      TimeUnit.MILLISECONDS.sleep(20);
      left = leases.items(pid);
      away += left.isEmpty() ? System.nanoTime() - looked : 0;
      looked = System.nanoTime();
    }
    if (held > 0) {
      var time = Duration.ofNanos(System.nanoTime() - killed - away);
      journal.accept(
          "recovered from worker %d after %d ms, and %d ms without Redis"
              .formatted(pid, time.toMillis(), Duration.ofNanos(away).toMillis()));
      add(time, held);
    }
  }

  /** Items that dead workers held, which were computed in vain or not at all. */
  public synchronized long items() {
    return items;
  }

  /** Of the workers that held something when they were killed. */
  public Times times() {
    return times;
  }

  private synchronized void add(Duration time, long held) {
    times.add(time);
    items += held;
  }
}
