package starmap.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.Part;
import starmap.chunk.Settlement;
import starmap.fleet.Activity;
import starmap.fleet.Worker;
import starmap.job.Input;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.Mode;
import starmap.job.NewJob;
import starmap.job.OnError;
import starmap.job.ResultStorage;
import starmap.localredis.LocalRedis;
import starmap.localredis.Source;
import starmap.store.JobStore;
import starmap.store.Pace;
import starmap.store.StoreProperties;
import starmap.store.Stores;
import starmap.store.Sweeper;
import starmap.wire.SegmentWriter;

/**
 * How long a claim takes on a busy Redis, and how long while 10,000 leases of a dead worker end in
 * one moment. Arguments: leases, sweeping processes, claiming slots.
 */
public final class ExpiredLeases {
  private static final StoreProperties PROPERTIES = StoreProperties.defaults();
  private static final Duration NORMAL = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int CHUNKS_OF_A_JOB = 250;
  private static final int DEAD_WORKERS = 20;

  private final Stores stores;
  private final JobStore store;
  private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();
  private volatile boolean ended;

  private record Sample(long at, long nanos) {}

  private ExpiredLeases(RedisClient client) {
    stores = new Stores(client, PROPERTIES, Duration.ofSeconds(10));
    store = stores.jobs();
  }

  /** Runs the measurement. */
  public static void main(String[] arguments) throws InterruptedException {
    int leases = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    int sweepers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8;
    int slots = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 4;
    try (var redis = LocalRedis.start(Source.BEST)) {
      var client = RedisClient.create(redis.uri());
      new ExpiredLeases(client).run(client, leases, sweepers, slots);
      client.shutdown();
    }
  }

  private void run(RedisClient client, int leases, int sweepers, int slots)
      throws InterruptedException {
    var redis = client.connect().sync();
    redis.hset("sm:{s00}:costs", "lost@1", "0.01"); // so that dozens are claimed at once
    var lost = loseLeases(leases);
    long expiry = System.nanoTime() + PROPERTIES.lease().toNanos();
    var sweeping = Stream.generate(this::sweep).limit(sweepers).toList();
    submit("live", 100_000_000);
    var threads = IntStream.range(0, slots).mapToObj(i -> claim("busy-" + i)).toList();
    sleepUntil(expiry - NORMAL.toNanos());
    redis.configResetstat();
    sleepUntil(expiry - PAUSE.toNanos());
    var before = redis.info("commandstats");
    redis.configSet("slowlog-log-slower-than", "1000");
    redis.slowlogReset();
    redis.configResetstat();
    await(() -> lost.stream().mapToLong(this::reclaimed).sum() >= leases);
    long back = System.nanoTime();
    var meanwhile = redis.info("commandstats");
    ended = true;
    join(threads);
    sweeping.forEach(Sweeper::close);
    report("normal", expiry - NORMAL.toNanos(), expiry - PAUSE.toNanos());
    report(leases + " leases end", expiry, back);
    System.out.printf("all were ready again after %.1f s%n", (back - expiry) / 1e9);
    System.out.println("before:   " + scripts(before));
    System.out.println("meanwhile:" + scripts(meanwhile));
    System.out.println("calls over 1 ms meanwhile: " + redis.slowlogLen());
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (var thread : threads) {
      thread.join();
    }
  }

  private Sweeper sweep() {
    var sweeper = new Sweeper(stores.jobs(), stores.doorbell(), new Pace());
    sweeper.start();
    return sweeper;
  }

  private Thread claim(String worker) {
    return Thread.ofPlatform().daemon().start(() -> claimOn(worker));
  }

  private static String scripts(String info) {
    return Arrays.stream(info.split("\r?\n"))
        .filter(line -> line.startsWith("cmdstat_evalsha") || line.startsWith("cmdstat_hvals"))
        .reduce("", (all, line) -> all + " " + line);
  }

  /** Dead workers hold that many chunks of one item each. */
  private List<JobId> loseLeases(int leases) {
    var registry = stores.workers();
    registry.register(worker("big", 10_000)); // as many slots as make the windows wide
    for (int i = 0; i < DEAD_WORKERS; i++) {
      registry.register(worker("dead-" + i, 1));
    }
    store.sweep();
    var jobs = new ArrayList<JobId>();
    for (int i = 0; i < leases; i += CHUNKS_OF_A_JOB) {
      jobs.add(submit("lost", Math.min(CHUNKS_OF_A_JOB, leases - i)));
    }
    var held = new ArrayList<JobStore.Held>();
    while (held.size() < leases) {
      var claim = new JobStore.Claim("dead-" + held.size() % DEAD_WORKERS, 64, Duration.ofDays(1));
      for (var chunk : store.claim(claim)) {
        held.add(new JobStore.Held(chunk.id(), chunk.token(), -1));
      }
    }
    for (int i = 0; i < held.size(); i += 1_000) {
      store.extend(held.subList(i, Math.min(held.size(), i + 1_000)));
    }
    registry.unregister("big");
    return jobs;
  }

  private JobId submit(String name, long items) {
    var id = JobId.random();
    var spec = new JobSpec(name + "@1", Mode.MAP, new Input.Range(0, 1));
    var options =
        new NewJob.Options(
            1, OnError.COLLECT, ResultStorage.KEPT, Duration.ofHours(1), false, Map.of());
    store.submit(new NewJob(id, "hash", spec, items, options), null);
    return id;
  }

  private void claimOn(String id) {
    var own = stores.jobs();
    var claim = new JobStore.Claim(id, 1, Duration.ofMillis(5));
    while (!ended) {
      long begin = System.nanoTime();
      var chunks = own.claim(claim);
      samples.add(new Sample(begin, System.nanoTime() - begin));
      own.settle(chunks.stream().map(ExpiredLeases::computed).toList());
    }
  }

  private static Settlement computed(ClaimedChunk chunk) {
    var segment = new SegmentWriter();
    for (int i = 0; i < chunk.id().length(); i++) {
      segment.value("1".getBytes(UTF_8));
    }
    return new Settlement(
        chunk.id(),
        chunk.token(),
        Duration.ofNanos(1_000),
        List.of(new Part.Recorded(segment.finish(), null)));
  }

  private long reclaimed(JobId id) {
    return store.find(id).orElseThrow().chunks().reclaimed();
  }

  private void report(String name, long from, long to) {
    var nanos =
        samples.stream()
            .filter(sample -> sample.at >= from && sample.at < to)
            .mapToLong(Sample::nanos)
            .sorted()
            .toArray();
    System.out.printf(
        "| %s | %d claims | p50 %.3f ms | p99 %.3f ms | max %.3f ms |%n",
        name,
        nanos.length,
        nanos[nanos.length / 2] / 1e6,
        nanos[nanos.length * 99 / 100] / 1e6,
        nanos[nanos.length - 1] / 1e6);
  }

  private static Worker worker(String id, int slots) {
    return new Worker(
        id, id, "bench", 1, 0, Instant.EPOCH, slots, 0, false, List.of(), List.of(), Activity.NONE);
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(Math.max(0, nanos - System.nanoTime()));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
