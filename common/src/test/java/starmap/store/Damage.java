package starmap.store;

import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import starmap.job.JobId;

/**
 * One thing of a job that Redis may lose: a key (element is null), or a field, member or element of
 * one.
 */
record Damage(String key, String type, String element) {
  private static final String TOMBSTONE = "deleted";

  /** Any one of what is there of a job; every key has the same chance. */
  static Damage any(RedisCommands<String, String> raw, JobId job, Random random) {
    var keys = raw.keys("sm:*").stream().sorted().toList();
    while (true) {
      var key = keys.get(random.nextInt(keys.size()));
      boolean own = key.startsWith(Keys.SINGLE.job(job));
      if (key.startsWith(Keys.SINGLE.jobPrefix()) && !own) {
        continue;
      }
      var type = raw.type(key);
      var elements =
          elements(raw, key, type).stream()
              .filter(element -> own || element.contains(job.value()))
              .sorted()
              .toList();
      boolean all = elements.isEmpty() || random.nextInt(8) == 0;
      return new Damage(key, type, all ? null : elements.get(random.nextInt(elements.size())));
    }
  }

  void strike(RedisCommands<String, String> raw) {
    if (element == null) {
      raw.del(key);
      return;
    }
    switch (type) {
      case "hash" -> raw.hdel(key, element);
      case "zset" -> raw.zrem(key, element);
      case "list" -> {
        raw.lset(key, Long.parseLong(element), TOMBSTONE);
        raw.lrem(key, 1, TOMBSTONE);
      }
      default -> throw new IllegalStateException(type);
    }
  }

  /** Of a list, the places. */
  private static List<String> elements(RedisCommands<String, String> raw, String key, String type) {
    return switch (type) {
      case "hash" -> raw.hkeys(key);
      case "zset" -> raw.zrange(key, 0, -1);
      case "list" -> {
        var places = new ArrayList<String>();
        for (long i = 0; i < raw.llen(key); i++) {
          places.add(Long.toString(i));
        }
        yield places;
      }
      default -> List.of();
    };
  }
}
