package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import starmap.job.Job;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.job.OnError;
import starmap.job.ResultStorage;

/**
 * A job that loses one thing while it runs, and another job beside it; all follows from the seed.
 */
final class DamagedLife {
  private static final Duration ROUND = Duration.ofSeconds(11);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int MOST_ROUNDS = 100;
  private static final int LEAST_ITEMS = 6;

  private final Redis redis;
  private final Random random;
  private final JobStore store;
  private final RandomJob damaged;
  private final RandomJob bystander;
  private final List<SimWorker> workers;
  private final List<String> read = new ArrayList<>();
  private Damage damage;
  private boolean over;

  DamagedLife(long seed, Redis redis) {
    this.redis = redis;
    this.random = new Random(seed);
    this.store = redis.seeded(redis.link(), new Random(seed + 1));
    this.damaged = job(JobId.ofIdempotencyKey("damaged", "" + seed));
    this.bystander = job(JobId.ofIdempotencyKey("bystander", "" + seed));
    var jobs = Map.of(damaged.id(), damaged, bystander.id(), bystander);
    this.workers =
        List.of(new SimWorker("w0", store, random, jobs), new SimWorker("w1", store, random, jobs));
    workers.getFirst().learn();
  }

  /** A job may ask for one chunk of one item at a time. */
  private int mostRounds() {
    return MOST_ROUNDS + (int) (damaged.total + bystander.total);
  }

  private RandomJob job(JobId id) {
    while (true) {
      var job = new RandomJob(random, id);
      if (job.isHarmless() && job.total >= LEAST_ITEMS) {
        return job;
      }
    }
  }

  /** True where the right result came out, false where the job says that it was damaged. */
  boolean run() {
    begin();
    damage = Damage.any(redis.raw(), damaged.id(), random);
    damage.strike(redis.raw());
    workers.forEach(SimWorker::honest);
    Boolean right = null;
    for (int round = 0; right == null || !over; round++) {
      assertThat(round).as("rounds until the jobs have ended").isLessThan(mostRounds());
      workers.forEach(SimWorker::work);
      var found = store.find(damaged.id());
      if (right == null && found.isPresent()) {
        while (step()) {}
        right = found.get().state().isTerminal() ? judge(found.get()) : null;
      }
      over = over || bystanderIsOver();
      redis.clock().advance(ROUND);
      store.sweep();
    }
    return right;
  }

  /** Both are at work; of the damaged one something is left to do. */
  private void begin() {
    new SimClient(bystander, store, random).finish();
    var client = new SimClient(damaged, store, random);
    client.finish();
    for (int i = random.nextInt(6); i >= 0; i--) {
      workers.forEach(SimWorker::work);
      if (random.nextBoolean()) {
        step();
      }
    }
    if (random.nextInt(3) == 0 && !damaged.isOrdered()) {
      retry();
    }
    if (hasEnded()) {
      store.purge(damaged.id());
      read.clear();
      client.startAnew();
      client.finish();
    }
  }

  /** Lets the job end first, and opens it again if it can be. */
  private void retry() {
    workers.forEach(SimWorker::honest);
    for (int i = 0; !hasEnded(); i++) {
      assertThat(i).as("rounds until it has ended").isLessThan(mostRounds());
      workers.forEach(SimWorker::work);
      redis.clock().advance(PAUSE);
      store.sweep();
      over = over || bystanderIsOver();
      while (step()) {}
    }
    if (random.nextBoolean()) {
      store.retry(damaged.id());
      workers.forEach(SimWorker::work);
    } else {
      new Reopening(redis.link(), StoreProperties.defaults(), Keys.SINGLE, redis.clock())
          .open(damaged.id(), "e2");
    }
  }

  private boolean hasEnded() {
    return store.find(damaged.id()).orElseThrow().state().isTerminal();
  }

  private boolean step() {
    var ask =
        new JobResults.Collect(
            damaged.id(), JobResults.Order.INPUT, read.size(), 1 << 12, List.of());
    var entries = store.collect(ask).map(JobResults.Collected::entries).orElse(List.of());
    for (var entry : entries) {
      var values = Scene.values(entry);
      for (int i = (int) (read.size() - entry.start()); i < values.size(); i++) {
        assertThat(values.get(i))
            .as("item %d", read.size())
            .isEqualTo(damaged.expected(read.size()));
        read.add(values.get(i));
      }
    }
    if (damaged.plan.storage() == ResultStorage.UNTIL_READ && !entries.isEmpty()) {
      var starts = entries.stream().map(JobResults.Entry::start).toList();
      store.collect(new JobResults.Collect(damaged.id(), ask.order(), read.size(), 1, starts));
    }
    return !entries.isEmpty();
  }

  private boolean judge(Job end) {
    if (end.state() == JobState.FAILED) {
      var error = end.error();
      assertThat(error).isNotNull();
      boolean failed = damaged.plan.onError() == OnError.FAIL && damaged.fails(error.index());
      assertThat(failed || error.type().equals(JobRecord.DAMAGED)).as("%s", error).isTrue();
      return !error.type().equals(JobRecord.DAMAGED);
    }
    complete(damaged, end);
    if (damaged.reduce != null) {
      var all = LongStream.range(0, damaged.total).mapToObj(damaged::expected);
      assertThat(store.reduction(damaged.id()).orElseThrow().value())
          .isEqualTo(damaged.reduced(all));
    }
    if (damaged.plan.storage() != ResultStorage.NONE) {
      assertThat(read).hasSize((int) damaged.total);
    }
    return true;
  }

  private boolean bystanderIsOver() {
    var found = store.find(bystander.id()).orElseThrow();
    if (!found.state().isTerminal()) {
      return false;
    }
    if (found.state() == JobState.FAILED) {
      assertThat(bystander.plan.onError()).isEqualTo(OnError.FAIL);
      assertThat(bystander.fails(found.error().index())).as("%s", found.error()).isTrue();
    } else {
      complete(bystander, found);
    }
    return true;
  }

  private static void complete(RandomJob job, Job end) {
    assertThat(end.state()).isIn(JobState.SUCCEEDED, JobState.PARTIAL);
    assertThat(end.counts().failed()).isEqualTo(job.expectedFailures());
    assertThat(end.counts().succeeded()).isEqualTo(job.total - job.expectedFailures());
  }

  @Override
  public String toString() {
    return "%s of %s".formatted(damage, damaged);
  }
}
