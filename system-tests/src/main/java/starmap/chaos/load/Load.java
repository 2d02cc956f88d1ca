package starmap.chaos.load;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Concurrent clients that submit jobs, read the results while they are computed, and check them.
 */
public final class Load {
  private static final int CLIENTS = 12;
  private static final int JOBS_PER_CALL = 10;
  private static final int ITEMS_PER_CALL = 200;

  private final List<SampleJob> jobs;
  private final Client client;
  private final boolean steady;
  private final Violations violations = new Violations();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private volatile boolean over;
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * What to submit.
   *
   * @param seed decides all of it
   * @param jobs how many
   * @param items of all jobs
   * @param sleepMillis how long every third job takes one worker
   */
  public record Size(long seed, int jobs, long items, long sleepMillis) {}

  /** Will send its requests through {@code entrance}. */
  public Load(Size size, Entrance entrance) {
    jobs = SampleJobs.of(size.seed(), size.jobs(), size.items(), size.sleepMillis());
    client = new Client(entrance, violations);
    steady = entrance.isSteady();
  }

  /** Begins; jobs are spread over {@code progress}, which goes from 0 to 1. */
  public void start(DoubleSupplier progress) {
    for (int i = 0; i < CLIENTS; i++) {
      clients.execute(() -> submitAll(progress));
    }
    clients.shutdown();
  }

  /**
   * Waits until every job has ended. Where nobody received anything for {@code patience}, those
   * that have not are violations.
   */
  public void finish(Duration patience) throws InterruptedException {
    long received = -1;
    while (client.received() > received && !over) {
      received = client.received();
      over = clients.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
    over = true;
    clients.shutdownNow();
    boolean _ = clients.awaitTermination(10, TimeUnit.SECONDS);
  }

  /** What was promised and not kept. */
  public Violations violations() {
    return violations;
  }

  /** Jobs that ended with all results right, or at least read. */
  public int ended() {
    return ended.get();
  }

  /** What became of its requests. */
  public Requests requests() {
    return client.requests();
  }

  private void submitAll(DoubleSupplier progress) {
    for (int i = next.getAndIncrement(); i < jobs.size(); i = next.getAndIncrement()) {
      var job = jobs.get(i);
      try {
        if (over) {
          throw new InterruptedException("no time is left for it");
        }
        while (progress.getAsDouble() * jobs.size() < i) {
          TimeUnit.MILLISECONDS.sleep(50);
        }
        run(job);
        if (steady || i % JOBS_PER_CALL == 0) {
          call(i);
        }
      } catch (Client.RefusedException e) {
        var kind = e.isNotFound() ? Violations.Kind.NOT_ENDED : Violations.Kind.REFUSED;
        violations.add(kind, e.getMessage() + " for " + job);
      } catch (InterruptedException _) {
        violations.add(Violations.Kind.NOT_ENDED, job.toString());
      } catch (RuntimeException e) {
        violations.add(Violations.Kind.WRONG, e + " for " + job);
      }
    }
  }

  private void run(SampleJob job) throws InterruptedException, Client.RefusedException {
    var path = client.submit(job);
    var poll = steady ? Thread.startVirtualThread(() -> poll(path)) : null;
    var checker = new Checker(job, violations);
    client.follow(
        path,
        checker,
        () -> violations.add(Violations.Kind.CUT_SHORT, "at " + checker.next() + " of " + job));
    checker.finish();
    var counts = client.job(path).get("counts");
    long recorded = counts.get("succeeded").asLong() + counts.get("failed").asLong();
    if (recorded != job.total()) {
      violations.add(Violations.Kind.WRONG, "counts " + counts + " of " + job);
    }
    if (poll != null) {
      requireFirstAttempts(job, path);
      poll.join();
    }
    ended.incrementAndGet();
  }

  /** Waits for its end, as a second client does that asks and asks. */
  private void poll(String path) {
    try {
      JsonNode job;
      do {
        job = client.job(path + "?wait=60");
      } while (!job.get("times").hasNonNull("finished"));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (Client.RefusedException e) {
      violations.add(Violations.Kind.REFUSED, e.getMessage() + " for " + path);
    }
  }

  /** Whoever is only stopped gives back what it has not computed, and nothing is charged. */
  private void requireFirstAttempts(SampleJob job, String path)
      throws InterruptedException, Client.RefusedException {
    if (client.job(path).at("/chunks/reclaimed").asLong() > 0) {
      violations.add(Violations.Kind.CHARGED, "leases ended of " + job);
    }
    client
        .chunks(path)
        .filter(chunk -> chunk.get("attempts").asInt() != 1)
        .forEach(chunk -> violations.add(Violations.Kind.CHARGED, chunk + " of " + job));
  }

  private void call(int seed) throws InterruptedException, Client.RefusedException {
    var items = new Items.Listed(Computation.SQUARE, seed, ITEMS_PER_CALL);
    var expected =
        java.util.stream.LongStream.range(0, ITEMS_PER_CALL)
            .mapToObj(i -> Computation.SQUARE.value(items.item(i)))
            .collect(Collectors.joining(",", "[", "]"));
    var answer = client.map(Computation.SQUARE.function(), items.array());
    if (!answer.equals(expected)) {
      violations.add(Violations.Kind.WRONG, "direct call: " + answer);
    }
  }
}
