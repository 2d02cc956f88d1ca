package starmap.chaos.attack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import starmap.chaos.site.Installation;
import starmap.chaos.site.Service;

/** Carries out a plan. Blows overlap, but a process takes one after the other. */
public final class Attacker {
  private static final Duration DELAY = Duration.ofMillis(50);

  /**
   * Processes that are down, or suspended, at a time. To start one takes seconds of a processor:
   * where all are starting nobody is left to take over, and only that would be measured.
   */
  private static final int MOST_DOWN = 2;

  private final Installation site;
  private final Duration lease;
  private final Plan plan;
  private final Consumer<String> journal;
  private final Recoveries recoveries;
  private final Semaphore room = new Semaphore(MOST_DOWN);
  private final AtomicInteger struck = new AtomicInteger();
  private final AtomicInteger slowStops = new AtomicInteger();
  private final Map<Attack, Integer> done =
      Collections.synchronizedMap(new EnumMap<>(Attack.class));

  /** Will attack {@code site}, whose leases last {@code lease}, and tell {@code journal} of it. */
  public Attacker(Installation site, Duration lease, Plan plan, Consumer<String> journal) {
    this.site = site;
    this.lease = lease;
    this.plan = plan;
    this.journal = journal;
    this.recoveries = new Recoveries(site.leases(), journal);
  }

  /** Strikes all blows, and returns when every process runs again. */
  public void run() throws InterruptedException {
    List<Future<?>> blows = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var blow : plan.blows()) {
        TimeUnit.NANOSECONDS.sleep(blow.pause().toNanos());
        int down = blow.attack().takesDown() ? 1 : 0;
        room.acquire(down);
        blows.add(
            threads.submit(
                () -> {
                  try {
                    strike(blow);
                  } finally {
                    room.release(down);
                  }
                  return null;
                }));
      }
    }
    for (var blow : blows) {
      try {
        blow.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a blow could not be struck", e.getCause());
      }
    }
  }

  /** How far it is in its plan, from 0 to 1. */
  public double progress() {
    return (double) struck.get() / plan.blows().size();
  }

  /** How often it did what. */
  public Map<Attack, Integer> done() {
    return done;
  }

  /** Workers that did not end within their grace when they were stopped. */
  public int slowStops() {
    return slowStops.get();
  }

  /** How the installation recovered from killed workers. */
  public Recoveries recoveries() {
    return recoveries;
  }

  private void strike(Plan.Blow blow) throws InterruptedException {
    var random = new SplittableRandom(blow.target());
    journal.accept("next: " + blow.attack().title());
    switch (blow.attack()) {
      case KILL_WORKER -> onWorker(blow, this::killWorker);
      case SUSPEND_WORKER -> onWorker(blow, worker -> suspend(worker, random.nextDouble(2, 3)));
      case STOP_WORKER -> onWorker(blow, this::stopWorker);
      case KILL_API -> on(site.api(blow.target()), this::killApi);
      case KILL_REDIS -> site.killRedis(Duration.ofMillis(random.nextInt(1_000)));
      case RESET -> site.network().reset(random);
      case DELAY -> site.network().delay(DELAY, lease);
      case HALF_OPEN -> site.network().hold(random, leases(random.nextDouble(0.5, 2)), false);
      case MOVE_SLOT -> site.moveSlot();
      case STALL -> site.network().hold(random, leases(random.nextDouble(0.5, 2)), true);
    }
    journal.accept("over: " + blow.attack().title());
    done.merge(blow.attack(), 1, Integer::sum);
    struck.incrementAndGet();
  }

  /** Something that is done to a process. */
  @FunctionalInterface
  private interface Action {
    void accept(Service service) throws InterruptedException;
  }

  private void onWorker(Plan.Blow blow, Action action) throws InterruptedException {
    on(
        site.worker(blow.target()),
        worker -> {
          awaitBusy(worker);
          journal.accept(blow.attack().title() + " " + worker.pid());
          action.accept(worker);
        });
  }

  /** An idle worker is no victim worth the name, but there may be no work. */
  private void awaitBusy(Service worker) throws InterruptedException {
    long end = System.nanoTime() + lease.toNanos();
    while (site.leases().items(worker.pid()).orElse(0) == 0 && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static void on(Service service, Action action) throws InterruptedException {
    service.exclusively(
        () -> {
          try {
            action.accept(service);
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private void killWorker(Service worker) throws InterruptedException {
    long pid = worker.pid();
    worker.kill();
    worker.start();
    recoveries.watch(pid);
    site.awaitReady(worker);
  }

  private void stopWorker(Service worker) {
    if (!worker.stop()) {
      slowStops.incrementAndGet();
    }
    worker.start();
    site.awaitReady(worker);
  }

  private void suspend(Service worker, double leases) throws InterruptedException {
    worker.suspend();
    try {
      TimeUnit.NANOSECONDS.sleep(leases(leases).toNanos());
    } finally {
      worker.resume();
    }
  }

  private void killApi(Service api) {
    api.kill();
    api.start();
    site.awaitReady(api);
  }

  private Duration leases(double count) {
    return Duration.ofMillis((long) (count * lease.toMillis()));
  }
}
