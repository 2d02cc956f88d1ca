package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import starmap.chunk.Settlement;
import starmap.job.JobId;

/**
 * One random life of a few jobs, with workers that die or freeze, a bad network, impatient clients
 * and a Redis that loses what it acknowledged. All of it follows from the seed.
 */
final class Simulation {
  private static final int LONGEST_PAUSE = 5_000;
  private static final int MOST_ROUNDS = 1000;

  /** Less than between two audits, which would mend what a sweep forgets before anybody sees it. */
  private static final Duration IDLE_PAUSE = Scene.LEASE.dividedBy(2);

  private static final int ROUNDS_PER_SWEEP = 4;

  private final Random random;
  private final Redis redis;
  private final Witness witness;
  private final Flaky network;
  private final Snapshots snapshots;
  private final List<String> log = new ArrayList<>();
  private final Map<JobId, RandomJob> jobs = new HashMap<>();
  private final List<SimClient> clients = new ArrayList<>();
  private final List<SimReader> readers = new ArrayList<>();
  private final List<SimRetry> retries = new ArrayList<>();
  private final List<SimOperator> operators = new ArrayList<>();
  private final List<SimWorker> workers = new ArrayList<>();
  private final List<Settlement> settled = new ArrayList<>();
  private final SlowSweep sweepers;
  private int born;

  Simulation(long seed, Redis redis, RedisLink link) {
    this.random = new Random(seed);
    this.redis = redis;
    var words = new Random(seed + 1);
    this.witness = new Witness(redis, () -> redis.seeded(link, words), redis.audit(link));
    this.network = new Flaky(witness, random);
    this.sweepers = new SlowSweep(redis, link);
    this.snapshots = new Snapshots(redis.raw());
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      var job = new RandomJob(random, JobId.ofIdempotencyKey("random", seed + "/" + i));
      jobs.put(job.id(), job);
      clients.add(new SimClient(job, network, random));
      readers.add(new SimReader(job, network, witness.leases(), redis));
      retries.add(new SimRetry(job, network, link, redis, random));
      operators.add(new SimOperator(job, network, random));
      log.add("job " + i + ": " + job);
    }
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      hire();
    }
  }

  /** What was done, for the report of a failure. */
  List<String> log() {
    return log;
  }

  void run() {
    clients.forEach(client -> attempt(client::step));
    redis.check();
    int steps = 30 + random.nextInt(50);
    for (int i = 0; i < steps; i++) {
      attempt(this::step);
      redis.check();
    }
    new Ending().run();
    redis.check();
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (StoreException.Unavailable e) {
      log.add("  " + e.getMessage());
    }
  }

  private void step() {
    int dice = random.nextInt(100);
    if (dice < 20) {
      var client = any(clients);
      log.add(client.job().id() + " " + client.step());
    } else if (dice < 54) {
      work(any(workers));
    } else if (dice < 58) {
      beatIfAwake(any(workers));
    } else if (dice < 61) {
      log.add(any(operators).step());
    } else if (dice < 74) {
      letTimePass(Duration.ofMillis(random.nextInt(LONGEST_PAUSE)));
    } else if (dice < 79) {
      any(readers).step();
    } else if (dice < 84) {
      int which = random.nextInt(retries.size());
      log.add("retry of job " + which + ": " + retries.get(which).step());
    } else if (dice < 90) {
      harm();
    } else if (dice < 92) {
      slowSweep();
    } else if (dice < 94) {
      replay();
    } else if (dice < 96) {
      snapshots.take();
      log.add("snapshot");
    } else if (dice < 98) {
      rollBack();
    } else {
      endEarly(any(clients));
    }
  }

  private void work(SimWorker worker) {
    if (!worker.isAwake(redis.clock().millis())) {
      return;
    }
    log.add(worker.id() + " works");
    boolean lives;
    try {
      lives = worker.work();
    } finally {
      settled.addAll(worker.pending());
      if (random.nextInt(20) == 0) {
        worker.forget();
      }
    }
    if (!lives) {
      kill(worker);
    }
  }

  /** A worker is killed, or freezes for longer than its lease, or all of them do. */
  private void harm() {
    long now = redis.clock().millis();
    int dice = random.nextInt(10);
    if (dice < 4) {
      kill(any(workers));
    } else if (dice < 9) {
      var worker = any(workers);
      worker.sleep(now + random.nextLong(3 * Scene.LEASE.toMillis()));
      log.add(worker.id() + " freezes");
      if (random.nextBoolean()) {
        outlast(worker);
      }
    } else {
      var hours = Duration.ofMinutes(random.nextInt(70));
      redis.clock().advance(hours);
      log.add("nobody does anything for " + hours);
      network.sweep();
    }
  }

  /** Others take over what a frozen worker holds; then it awakes, and does not know. */
  private void outlast(SimWorker frozen) {
    for (int i = 0; i < 4; i++) {
      letTimePass(Scene.LEASE.dividedBy(3));
      redis.check();
    }
    for (int i = 0; i < 2; i++) {
      workers.stream().filter(one -> one != frozen).toList().forEach(this::work);
    }
    frozen.sleep(0);
    if (random.nextBoolean()) {
      beatIfAwake(frozen);
    } else {
      work(frozen);
    }
  }

  private void kill(SimWorker worker) {
    log.add(worker.id() + " dies");
    workers.remove(worker);
    hire();
  }

  private void hire() {
    workers.add(new SimWorker("w" + born++, network, random, jobs));
  }

  private void letTimePass(Duration time) {
    redis.clock().advance(time);
    workers.forEach(this::beatIfAwake);
    if (random.nextInt(10) == 0) {
      any(workers).changeSources();
    }
    log.add("time passes " + time + ", " + network.sweep());
  }

  private void beatIfAwake(SimWorker worker) {
    if (!worker.isAwake(redis.clock().millis())) {
      return;
    }
    try {
      network.call(
          () -> {
            new Scene(redis).heartbeat(worker.id(), 1 + random.nextInt(3), worker.sources());
            witness.leases().heartbeat(worker.id());
            return worker;
          });
      worker.extend();
    } catch (StoreException.Unavailable e) {
      log.add("  heartbeat of " + worker.id() + ": " + e.getMessage());
    }
  }

  /** A packet that was long under way. */
  private void replay() {
    if (!settled.isEmpty()) {
      var old = any(settled);
      log.add("replayed " + old.id() + ": " + witness.settle(List.of(old)));
    }
  }

  /** A process looked what is over, and acts on it only now. */
  private void slowSweep() {
    sweepers.finish();
    sweepers.begin();
    log.add("slow sweep");
  }

  private void rollBack() {
    if (snapshots.count() == 0) {
      return;
    }
    snapshots.rollBack(random.nextInt(snapshots.count()));
    witness.restart();
    clients.forEach(SimClient::rolledBack);
    readers.forEach(SimReader::rolledBack);
    log.add("rolled back");
  }

  private void endEarly(SimClient client) {
    var job = client.job();
    if (random.nextBoolean()) {
      job.mayBeCancelled = true;
      log.add(job.id() + " cancelled: " + network.cancel(job.id()));
    } else {
      log.add(job.id() + " purged: " + network.purge(job.id()));
      client.startAnew();
    }
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** No more harm is done, and the input is completed: every job must end. */
  private final class Ending {
    private final Set<RandomJob> over = new HashSet<>();
    private final Set<RandomJob> retried = new HashSet<>();

    void run() {
      network.calm();
      operators.forEach(SimOperator::resume);
      for (int round = 0; over.size() < clients.size(); round++) {
        assertThat(round).as("rounds until every job has ended").isLessThan(mostRounds());
        workers.getFirst().learn();
        boolean idle = workers.stream().allMatch(SimWorker::holdsNothing);
        if (idle || round % ROUNDS_PER_SWEEP == 0) {
          letTimePass(idle ? IDLE_PAUSE : Duration.ZERO);
          for (int i = 0; i < clients.size(); i++) {
            bringHome(clients.get(i), readers.get(i), retries.get(i));
          }
        }
        List.copyOf(workers).forEach(this::work);
        redis.check();
      }
    }

    /** Each item that kills its worker is found by three deaths, and by as many after a retry. */
    private int mostRounds() {
      return MOST_ROUNDS + jobs.values().stream().mapToInt(job -> 40 * job.poisoned).sum();
    }

    private void bringHome(SimClient client, SimReader reader, SimRetry retry) {
      if (over.contains(client.job())) {
        return;
      }
      client.finish();
      reader.step();
      var found = network.find(client.job().id()).orElseThrow();
      if (found.state().isTerminal()) {
        reader.verify(found);
        boolean again = retried.add(client.job()) && retry.step();
        if (!again) {
          over.add(client.job());
        } else {
          log.add(client.job().id() + " retried at the end");
        }
      }
    }

    private void work(SimWorker worker) {
      worker.honest();
      if (!worker.work()) {
        kill(worker);
      }
    }
  }
}
