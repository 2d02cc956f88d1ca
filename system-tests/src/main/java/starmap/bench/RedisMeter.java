package starmap.bench;

import static java.util.stream.Collectors.toMap;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** What a Redis has used, from its own counters. */
final class RedisMeter {
  private static final double PERCENT = 100;
  private static final int MOST_NAMED = 6;

  private final RedisCommands<String, String> redis;

  RedisMeter(RedisClient client) {
    redis = client.connect().sync();
  }

  /** The counters at one moment. */
  record Reading(long nanos, Map<String, String> info) {
    double number(String field) {
      return Double.parseDouble(info.getOrDefault(field, "0"));
    }

    /** Seconds of processor time since Redis was started. */
    double cpu() {
      return number("used_cpu_user") + number("used_cpu_sys");
    }

    /** Commands that were sent, without those that scripts have called. */
    private double commands() {
      return number("total_commands_processed");
    }

    private double micros(String command) {
      var numbers = info.getOrDefault("cmdstat_" + command, "calls=0,usec=0").split(",", -1);
      return Double.parseDouble(numbers[1].substring(numbers[1].indexOf('=') + 1));
    }
  }

  Reading read() {
    var info =
        Arrays.stream(redis.info("everything").split("\r?\n"))
            .filter(line -> line.indexOf(':') > 0)
            .collect(
                toMap(
                    line -> line.substring(0, line.indexOf(':')),
                    line -> line.substring(line.indexOf(':') + 1),
                    (first, _) -> first));
    return new Reading(System.nanoTime(), info);
  }

  /** What is used in a time. */
  Map<String, Object> during(int seconds) throws InterruptedException {
    var before = read();
    TimeUnit.SECONDS.sleep(seconds);
    return between(before, read());
  }

  /** What was used between two moments. */
  static Map<String, Object> between(Reading before, Reading after) {
    double seconds = (after.nanos - before.nanos) / 1e9;
    var used = new LinkedHashMap<String, Object>();
    used.put("seconds", round(seconds));
    used.put("cpu_percent", round(PERCENT * (after.cpu() - before.cpu()) / seconds));
    used.put("commands_per_second", round((after.commands() - before.commands()) / seconds));
    used.put("sent_mb_per_second", round(sent(before, after) / seconds / 1e6));
    used.put("memory_mb", round(after.number("used_memory") / 1e6));
    used.put("memory_of_clients_mb", round(after.number("mem_clients_normal") / 1e6));
    used.put("clients", after.number("connected_clients"));
    used.put("busiest_percent", busiest(before, after, seconds));
    return used;
  }

  private static double sent(Reading before, Reading after) {
    var field = "total_net_output_bytes";
    return after.number(field) - before.number(field);
  }

  /** The commands that took most of the time, in percent of a core, without reading and writing. */
  private static Map<String, Double> busiest(Reading before, Reading after, double seconds) {
    var share = new LinkedHashMap<String, Double>();
    after.info.keySet().stream()
        .filter(field -> field.startsWith("cmdstat_"))
        .map(field -> field.substring("cmdstat_".length()))
        .map(name -> Map.entry(name, after.micros(name) - before.micros(name)))
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .limit(MOST_NAMED)
        .forEach(one -> share.put(one.getKey(), round(one.getValue() / 1e6 / seconds * PERCENT)));
    return share;
  }

  /** One of the numbers. */
  static double number(Map<String, Object> used, String name) {
    return ((Number) Objects.requireNonNull(used.get(name))).doubleValue();
  }

  /** To three digits behind the point. */
  static double round(double value) {
    return Math.round(value * 1e3) / 1e3;
  }
}
