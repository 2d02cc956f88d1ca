package starmap.bench;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import starmap.wire.Json;

/**
 * Large fleets on one Redis, simulated in this process; {@code bench/scale.py} runs it. Prints what
 * was measured as one line of JSON. Arguments: the address of a Redis that is empty, what to
 * measure, and its numbers.
 */
public final class Scale {
  private static final int STARTED_WITHIN_S = 100;
  private static final int WARM_UP_S = 12;
  private static final int MEASURED_S = 12;

  /** It takes a while until all workers know how many they are. */
  private static final int LEARNED_A_SECOND = 200;

  private final RedisClient client;
  private final RedisMeter meter;
  private final List<Integer> numbers;

  private Scale(RedisClient client, List<Integer> numbers) {
    this.client = client;
    this.meter = new RedisMeter(client);
    this.numbers = numbers;
  }

  /** Measures. */
  public static void main(String[] arguments) throws Exception {
    var client = RedisClient.create(RedisURI.create(arguments[0]));
    var numbers =
        List.of(arguments).subList(2, arguments.length).stream().map(Integer::valueOf).toList();
    System.out.println(
        Json.MAPPER.writeValueAsString(new Scale(client, numbers).run(arguments[1])));
    System.exit(0); // thousands of workers are still at work
  }

  private Map<String, Object> run(String what) throws Exception {
    return switch (what) {
      case "idle" -> idle(numbers.get(0), numbers.get(1));
      case "busy" -> busy(numbers.get(0), numbers.get(1), numbers.get(2));
      case "chunks" -> new EmptyChunks(client, meter).run(numbers.get(0), numbers.get(1));
      case "units" -> new UnitCosts(client, meter).run();
      default -> throw new IllegalArgumentException("idle, busy, chunks or units: " + what);
    };
  }

  /** Workers that find nothing, and what happens when a small job comes. */
  private Map<String, Object> idle(int workers, int slots) throws Exception {
    var result = new LinkedHashMap<String, Object>();
    double bare = meter.read().number("used_memory");
    var fleet = start(workers, slots, result);
    var idle = meter.during(MEASURED_S);
    result.putAll(idle);
    double memory = RedisMeter.number(idle, "memory_mb") * 1e6 - bare;
    result.put("kb_per_worker", RedisMeter.round(memory / workers / 1e3));
    result.put("arrival", new Arrival(client, meter, fleet).run());
    return result;
  }

  /** Workers that are always busy with items of some milliseconds, of jobs of two weights. */
  private Map<String, Object> busy(int workers, int jobs, int millis) throws Exception {
    var result = new LinkedHashMap<String, Object>();
    result.put("jobs", jobs);
    result.put("item_ms", millis);
    var load = new Shares(client, jobs, millis);
    var fleet = start(workers, 1, result);
    load.submit();
    TimeUnit.SECONDS.sleep(WARM_UP_S);
    load.begin();
    fleet.begun();
    var used = meter.during(MEASURED_S);
    result.putAll(used);
    double claims = fleet.begun().size() / RedisMeter.number(used, "seconds");
    result.put("claims_per_second", RedisMeter.round(claims));
    result.put("at_work", RedisMeter.round(claims * millis / 1e3));
    result.put(
        "cpu_us_per_chunk",
        RedisMeter.round(RedisMeter.number(used, "cpu_percent") * 1e4 / claims));
    result.put("share_of_double_weight", load.share());
    return result;
  }

  private SimulatedFleet start(int workers, int slots, Map<String, Object> result)
      throws Exception {
    var fleet = new SimulatedFleet(client, workers, slots);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STARTED_WITHIN_S);
    while (fleet.started() < workers && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    TimeUnit.SECONDS.sleep(WARM_UP_S + workers / LEARNED_A_SECOND);
    result.put("workers", workers);
    result.put("slots", slots);
    result.put("started", fleet.started());
    return fleet;
  }
}
