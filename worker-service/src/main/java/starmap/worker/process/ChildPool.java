package starmap.worker.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/**
 * The children of one source. As many are at work as slots want at a time; those that are not wait
 * here for the next run, for a while.
 */
final class ChildPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChildPool.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final long MOST_IDLE_NANOS = Duration.ofMinutes(5).toNanos();
  private static final Duration GOOD_BYE = Duration.ofSeconds(3);

  private final ChildCommand command;
  private final Limits limits;
  private final Deque<Idle> idle = new ArrayDeque<>();
  private final Map<Long, Child> living = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean watched;

  ChildPool(ChildCommand command, Limits limits) {
    this.command = command;
    this.limits = limits;
  }

  Limits limits() {
    return limits;
  }

  /**
   * A child that waits, or a new one.
   *
   * @throws IOException where it cannot be started
   */
  Child take() throws IOException, InterruptedException {
    for (var child = poll(); child != null; child = poll()) {
      if (child.isSettled()) {
        return child;
      }
      LOG.debug("child {} is not fit any more", child.process().pid());
      drop(child);
    }
    return fresh();
  }

  /**
   * A new child.
   *
   * @throws IOException where it cannot be started
   */
  Child fresh() throws IOException {
    watch();
    var child = new Child(ChildProcess.start(command));
    living.put(child.process().pid(), child);
    if (isClosed()) {
      drop(child);
      throw new IOException("the function was removed from this worker");
    }
    return child;
  }

  /** Whether a child may take more items. */
  int room(Child child) {
    return limits.maxTasks() == 0 ? Integer.MAX_VALUE : limits.maxTasks() - child.given();
  }

  /** A run is through with a child that is as good as before. */
  void giveBack(Child child) {
    if (room(child) <= 0) {
      retire(child);
      return;
    }
    synchronized (this) {
      if (!isClosed()) {
        idle.push(new Idle(child, System.nanoTime()));
        return;
      }
    }
    drop(child);
  }

  /** It has done its share, and ends in good order. */
  void retire(Child child) {
    living.remove(child.process().pid());
    child.process().end();
  }

  /** It is of no use any more. */
  void drop(Child child) {
    living.remove(child.process().pid());
    child.process().kill();
  }

  @Override
  public void close() {
    closed.countDown();
    living.values().forEach(child -> child.process().end());
    long end = System.nanoTime() + GOOD_BYE.toNanos();
    for (var child : living.values()) {
      if (!child.process().awaitEnd(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
        child.process().kill();
      }
    }
    living.clear();
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private synchronized @Nullable Child poll() {
    var next = idle.poll();
    return next == null ? null : next.child;
  }

  private synchronized void watch() {
    if (!watched) {
      watched = true;
      var _ = Thread.ofVirtual().name("starmap-children-" + command.name()).start(this::loop);
    }
  }

  private void loop() {
    try {
      while (!closed.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        endIdle();
        if (limits.memory() > 0) {
          checkMemory();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void endIdle() {
    long now = System.nanoTime();
    Set<Child> ended;
    synchronized (this) {
      ended =
          idle.stream()
              .filter(one -> now - one.since > MOST_IDLE_NANOS || !one.child.process().isAlive())
              .map(Idle::child)
              .collect(Collectors.toSet());
      idle.removeIf(one -> ended.contains(one.child));
    }
    ended.forEach(this::retire);
  }

  private void checkMemory() {
    Session.memory(Set.copyOf(living.keySet()))
        .forEach(
            (pid, bytes) -> {
              var child = living.get(pid);
              if (child != null && bytes > limits.memory()) {
                child.process().kill(tooMuch(bytes));
              }
            });
  }

  private ItemError tooMuch(long bytes) {
    return ItemError.passing(
        "OutOfMemory",
        "the child took %d MB, its limit is %d MB: raise memory in the manifest, or take less"
            .formatted(
                DataSize.ofBytes(bytes).toMegabytes(),
                DataSize.ofBytes(limits.memory()).toMegabytes()));
  }

  private record Idle(Child child, long since) {}
}
