package starmap.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import starmap.worker.claim.Bell;
import starmap.worker.claim.ClaimLoop;
import starmap.worker.heartbeat.Heartbeat;
import starmap.worker.held.Drain;
import starmap.worker.held.HeldChunks;

/** The life of a worker: heartbeat first, then slots; and the other way round when it stops. */
final class Slots implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Slots.class);
  private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(3);

  private final List<ClaimLoop> loops;
  private final Heartbeat heartbeat;
  private final HeldChunks held;
  private final Drain drain;
  private final Bell bell;
  private final Duration grace;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean running;

  Slots(
      List<ClaimLoop> loops,
      Heartbeat heartbeat,
      HeldChunks held,
      Drain drain,
      Bell bell,
      Duration grace) {
    this.loops = loops;
    this.heartbeat = heartbeat;
    this.held = held;
    this.drain = drain;
    this.bell = bell;
    this.grace = grace;
  }

  @Override
  public void start() {
    heartbeat.start();
    for (int i = 0; i < loops.size(); i++) {
      threads.add(Thread.ofPlatform().daemon().name("starmap-slot-" + i).start(loops.get(i)));
    }
    running = true;
    LOG.atInfo().addKeyValue("slots", loops.size()).log("worker is ready");
  }

  @Override
  public void stop() {
    LOG.info("worker drains: items at hand are finished, the rest is handed back");
    drain.request();
    bell.ring();
    if (!join(grace)) {
      LOG.atWarn()
          .addKeyValue("grace", grace)
          .log("an item takes longer than the grace; it is interrupted and handed back");
      held.handBack();
      boolean _ = join(AFTER_INTERRUPT);
    }
    heartbeat.close();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private boolean join(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    try {
      boolean all = true;
      for (var thread : threads) {
        all &= thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      }
      return all;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
