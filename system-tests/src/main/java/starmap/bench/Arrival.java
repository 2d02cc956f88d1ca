package starmap.bench;

import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import starmap.store.StoreProperties;
import starmap.store.Stores;

/** A small job that comes to a fleet that has nothing to do. */
final class Arrival {
  private static final int CHUNKS = 100;
  private static final int MILLIS = 200;
  private static final int TIMES = 3;
  private static final int WATCHED_S = 2;

  private final RedisMeter meter;
  private final SimulatedFleet fleet;
  private final BenchJobs jobs;

  Arrival(RedisClient client, RedisMeter meter, SimulatedFleet fleet) {
    this.meter = meter;
    this.fleet = fleet;
    var stores = new Stores(client, StoreProperties.defaults(), Duration.ofSeconds(30));
    jobs = new BenchJobs(stores.jobs());
  }

  /** Medians of several times. */
  Map<String, Object> run() throws InterruptedException {
    List<Map<String, Double>> all = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      all.add(once());
    }
    var medians = new LinkedHashMap<String, Object>();
    for (var name : all.getFirst().keySet()) {
      medians.put(
          name, all.stream().map(one -> one.get(name)).sorted().toList().get(all.size() / 2));
    }
    return medians;
  }

  private Map<String, Double> once() throws InterruptedException {
    fleet.begun();
    double idle = cpu(meter.read(), WATCHED_S);
    long submitted = System.nanoTime();
    var before = meter.read();
    var _ = jobs.sleeps(CHUNKS, MILLIS, 5);
    double used = cpu(before, WATCHED_S);
    var begun = fleet.begun().stream().sorted().toList();
    var result = new LinkedHashMap<String, Double>();
    result.put("claimed", (double) begun.size());
    if (!begun.isEmpty()) {
      result.put("first_ms", millis(begun.getFirst() - submitted));
      result.put("last_ms", millis(begun.getLast() - submitted));
    }
    result.put("redis_cpu_ms", RedisMeter.round(used - idle));
    return result;
  }

  /** Milliseconds of processor time that Redis has used since. */
  private double cpu(RedisMeter.Reading before, int seconds) throws InterruptedException {
    TimeUnit.SECONDS.sleep(seconds);
    return (meter.read().cpu() - before.cpu()) * 1e3;
  }

  private static double millis(long nanos) {
    return RedisMeter.round(nanos / 1e6);
  }
}
