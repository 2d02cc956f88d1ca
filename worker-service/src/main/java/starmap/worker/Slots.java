package starmap.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import starmap.log.LogKey;
import starmap.worker.claim.ClaimLoop;
import starmap.worker.claim.Relief;
import starmap.worker.execute.StuckItem;
import starmap.worker.heartbeat.Heartbeat;
import starmap.worker.held.HeldChunk;
import starmap.worker.held.ItemWatch;

/** The life of a worker: heartbeat first, then slots; and the other way round when it stops. */
final class Slots implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Slots.class);
  private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(3);

  /** EX_SOFTWARE of sysexits.h. */
  private static final int STUCK = 70;

  private final List<ClaimLoop> loops;
  private final Heartbeat heartbeat;
  private final ClaimLoop.Worksite site;
  private final ItemWatch watch;
  private final Relief relief;
  private final Duration grace;
  private final List<Thread> threads = new ArrayList<>();
  private volatile List<HeldChunk> stuck = List.of();
  private volatile boolean running;

  Slots(List<ClaimLoop> loops, Heartbeat heartbeat, ClaimLoop.Worksite site, Duration grace) {
    this.loops = loops;
    this.heartbeat = heartbeat;
    this.site = site;
    this.watch = new ItemWatch(site.held(), site.store(), StuckItem::settlement, this::giveUp);
    this.relief = new Relief(loops);
    this.grace = grace;
  }

  @Override
  public void start() {
    heartbeat.start();
    for (int i = 0; i < loops.size(); i++) {
      threads.add(Thread.ofPlatform().daemon().name("starmap-slot-" + i).start(loops.get(i)));
    }
    watch.start();
    relief.start();
    running = true;
    LOG.atInfo()
        .addKeyValue(LogKey.WORKER, site.workerId())
        .addKeyValue(LogKey.SLOTS, loops.size())
        .log("worker started");
  }

  @Override
  public void stop() {
    LOG.atInfo()
        .addKeyValue(LogKey.WORKER, site.workerId())
        .log("worker drains: items at hand are finished, the rest is handed back");
    site.drain().request();
    site.bell().ring();
    if (!join(grace)) {
      LOG.atWarn()
          .addKeyValue(LogKey.WORKER, site.workerId())
          .log("an item takes longer than {}; it is interrupted and handed back", grace);
      site.held().handBack();
      boolean _ = join(AFTER_INTERRUPT);
    }
    watch.close();
    relief.close();
    if (threads.stream().anyMatch(this::isLost)) {
      // what such a thread held must count as a death of this worker, so nobody says good-bye
      heartbeat.fallSilent();
    } else {
      heartbeat.close();
    }
    running = false;
    LOG.atInfo().addKeyValue(LogKey.WORKER, site.workerId()).log("worker ended");
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private boolean join(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    try {
      boolean all = true;
      for (var thread : threads.stream().filter(one -> !isLost(one)).toList()) {
        all &= thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      }
      return all;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends the process; what does not concern the stuck chunks ends in good order. */
  private void giveUp(List<HeldChunk> chunks) {
    stuck = chunks;
    System.exit(STUCK);
  }

  /** A thread that will never end: its item is stuck, or called System.exit, which waits for us. */
  private boolean isLost(Thread thread) {
    return stuck.stream().anyMatch(chunk -> chunk.isRunBy(thread))
        || Arrays.stream(thread.getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals("java.lang.Shutdown"));
  }
}
