package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.Part;
import starmap.chunk.SettleResult;
import starmap.chunk.Settlement;
import starmap.job.JobId;

/** One random life of a few jobs; all of it follows from the seed. */
final class RandomSchedule {
  private static final Duration SHORT = Duration.ofSeconds(4);
  private static final int MOST_HELD = 12;

  private final Random random;
  private final Redis redis;
  private final Scene scene;
  private final RandomUploads uploads;
  private final List<String> log = new ArrayList<>();
  private final Map<JobId, RandomJob> jobs = new HashMap<>();
  private final List<RandomJob> order = new ArrayList<>();
  private final List<ClaimedChunk> held = new ArrayList<>();
  private final List<ClaimedChunk> zombies = new ArrayList<>();
  private final List<Settlement> settled = new ArrayList<>();
  private final int workers;

  RandomSchedule(long seed, Redis redis) {
    this.random = new Random(seed);
    this.redis = redis;
    this.scene = new Scene(redis);
    this.uploads = new RandomUploads(random, redis.store());
    this.workers = 1 + random.nextInt(4);
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      var job = new RandomJob(random, JobId.ofIdempotencyKey("random", seed + "/" + i));
      jobs.put(job.id(), job);
      order.add(job);
      log.add("job " + i + ": " + job);
    }
  }

  /** What was done, for the report of a failure. */
  List<String> log() {
    return log;
  }

  void run() {
    int steps = 20 + random.nextInt(40);
    for (int i = 0; i < steps; i++) {
      step();
      redis.check();
    }
    finish();
    redis.check();
    order.forEach(this::verify);
  }

  private void step() {
    int dice = random.nextInt(100);
    if (dice < 22) {
      log.add(uploads.step(anyJob()));
    } else if (dice < 47) {
      claim();
    } else if (dice < 72) {
      settle(0.15);
    } else if (dice < 77) {
      late();
    } else if (dice < 81) {
      replay();
    } else if (dice < 86) {
      extend();
    } else if (dice < 94) {
      letTimePass();
    } else if (dice < 98) {
      collect(anyJob());
    } else {
      endEarly(anyJob());
    }
  }

  private void claim() {
    if (held.size() >= MOST_HELD) {
      return;
    }
    var claimed = scene.claim("w" + random.nextInt(workers), 1 + random.nextInt(4));
    held.addAll(claimed);
    log.add("claimed " + claimed.stream().map(chunk -> chunk.id().toString()).toList());
  }

  private void settle(double oddly) {
    if (held.isEmpty()) {
      return;
    }
    var chunk = held.remove(random.nextInt(held.size()));
    var parts = random.nextDouble() < oddly ? divide(chunk) : List.<Part>of(computed(chunk));
    var busy = Duration.ofNanos(random.nextInt(20_000_000));
    var settlement = new Settlement(chunk.id(), chunk.token(), busy, parts);
    var result = scene.settle(settlement);
    settled.add(settlement);
    log.add("settled " + chunk.id() + " " + names(parts) + ": " + result);
    if (result == SettleResult.RECORDED) {
      keep(chunk, parts);
    }
  }

  /** Any legal parts. */
  private List<Part> divide(ClaimedChunk chunk) {
    var parts = new ArrayList<Part>();
    long at = chunk.id().start();
    while (at < chunk.id().end()) {
      int length = 1 + random.nextInt((int) (chunk.id().end() - at));
      parts.add(
          switch (random.nextInt(5)) {
            case 0 -> new Part.Delayed(length, Duration.ofSeconds(random.nextInt(8)));
            case 1 -> new Part.Returned(length);
            case 2 -> new Part.Kept(length);
            default -> job(chunk).compute(at, length);
          });
      at += length;
    }
    return parts;
  }

  private void keep(ClaimedChunk chunk, List<Part> parts) {
    long at = chunk.id().start();
    for (var part : parts) {
      if (part instanceof Part.Kept) {
        var id = chunk.id().range(at, part.length());
        held.add(new ClaimedChunk(id, chunk.token(), 1, 0, chunk.spec(), chunk.input()));
      }
      at += part.length();
    }
  }

  /** A worker that was thought dead comes back with a whole chunk. */
  private void late() {
    if (zombies.isEmpty()) {
      return;
    }
    var chunk = zombies.get(random.nextInt(zombies.size()));
    log.add("late " + chunk.id() + ": " + scene.settle(chunk, computed(chunk)));
  }

  private void replay() {
    if (settled.isEmpty()) {
      return;
    }
    var settlement = settled.get(random.nextInt(settled.size()));
    var result = scene.settle(settlement);
    log.add("settled again " + settlement.id() + ": " + result);
    if (isWhole(settlement)) {
      assertThat(result).isEqualTo(SettleResult.GONE);
    }
  }

  /** A chunk that was kept as a whole has the same name and token as before. */
  private static boolean isWhole(Settlement settlement) {
    return settlement.parts().size() == 1 && settlement.parts().getFirst() instanceof Part.Recorded;
  }

  private void extend() {
    for (var chunk : held) {
      if (random.nextInt(3) > 0) {
        scene.extend(chunk, random.nextInt(chunk.id().length() + 1) - 1);
      }
    }
    log.add("extended");
  }

  private void letTimePass() {
    if (random.nextInt(3) == 0) {
      zombies.addAll(held);
      held.clear();
      redis.clock().advance(Scene.LEASE);
    }
    for (int worker = 0; worker < workers; worker++) {
      if (random.nextInt(3) > 0) {
        scene.heartbeat("w" + worker, 1 + random.nextInt(3));
      }
    }
    redis.clock().advance(SHORT);
    log.add("time passed, " + scene.sweep());
    order.stream()
        .filter(job -> redis.store().find(job.id()).isEmpty())
        .forEach(RandomJob::startAnew);
  }

  private void endEarly(RandomJob job) {
    if (random.nextBoolean()) {
      log.add("cancelled " + job.id() + ": " + redis.store().cancel(job.id()));
      return;
    }
    log.add("purged " + job.id() + ": " + redis.store().purge(job.id()));
    job.startAnew();
  }

  /** Reads in input order, and drops what was read where the job wants that. */
  private boolean collect(RandomJob job) {
    int from = 0;
    while (job.read.containsKey((long) from)) {
      from++;
    }
    var ask = new JobStore.Collect(job.id(), JobStore.Order.INPUT, from, 1 << 12, List.of());
    var answer = redis.store().collect(ask);
    var entries = answer.map(JobStore.Collected::entries).orElse(List.of());
    entries.forEach(job::read);
    if (job.plan.storage() == starmap.job.ResultStorage.UNTIL_READ && !entries.isEmpty()) {
      var starts = entries.stream().map(JobStore.Entry::start).toList();
      redis.store().collect(new JobStore.Collect(job.id(), ask.order(), from, 1, starts));
    }
    return !entries.isEmpty();
  }

  /**
   * Uploads what is missing and computes everything; the job must end, whatever happened before.
   */
  private void finish() {
    order.forEach(uploads::finish);
    for (int round = 0; order.stream().anyMatch(job -> !isOver(job)); round++) {
      assertThat(round).as("rounds until every job has ended").isLessThan(2_000);
      claim();
      if (held.isEmpty()) {
        redis.clock().advance(Scene.LEASE);
        scene.sweep();
      }
      while (!held.isEmpty()) {
        settle(0);
      }
      order.forEach(this::collect);
    }
  }

  private boolean isOver(RandomJob job) {
    return redis.store().find(job.id()).orElseThrow().state().isTerminal();
  }

  private void verify(RandomJob job) {
    while (collect(job)) {}
    var end = redis.store().find(job.id()).orElseThrow();
    boolean complete =
        switch (end.state()) {
          case SUCCEEDED, PARTIAL -> true;
          default -> false;
        };
    if (complete) {
      assertThat(end.counts().succeeded() + end.counts().failed()).isEqualTo(job.total);
      assertThat(end.counts().contiguousUntil()).isEqualTo(job.total);
    }
    if (complete && job.plan.storage() != starmap.job.ResultStorage.NONE) {
      assertThat(job.read.keySet()).hasSize((int) job.total);
    }
  }

  private RandomJob anyJob() {
    return order.get(random.nextInt(order.size()));
  }

  private RandomJob job(ClaimedChunk chunk) {
    return jobs.get(chunk.id().job());
  }

  private Part.Recorded computed(ClaimedChunk chunk) {
    return job(chunk).compute(chunk.id().start(), chunk.id().length());
  }

  private static List<String> names(List<Part> parts) {
    return parts.stream().map(part -> part.getClass().getSimpleName() + part.length()).toList();
  }
}
