package starmap.store;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;

/** Copies of all that Redis held at some moments, kept in Redis itself under another prefix. */
final class Snapshots {
  private static final String TAKE =
      """
      for _, key in ipairs(redis.call('KEYS', 'sm:*')) do
        redis.call('HSET', KEYS[1], key, redis.call('DUMP', key))
      end
      """;

  private static final String ROLL_BACK =
      """
      for _, key in ipairs(redis.call('KEYS', 'sm:*')) do redis.call('DEL', key) end
      local copy = redis.call('HGETALL', KEYS[1])
      for i = 1, #copy, 2 do redis.call('RESTORE', copy[i], 0, copy[i + 1]) end
      """;

  private final RedisCommands<String, String> raw;
  private int count;

  Snapshots(RedisCommands<String, String> raw) {
    this.raw = raw;
  }

  int count() {
    return count;
  }

  void take() {
    raw.eval(TAKE, ScriptOutputType.STATUS, name(count));
    count++;
  }

  /** As if Redis had been restarted from what it had written at that moment. */
  void rollBack(int number) {
    raw.eval(ROLL_BACK, ScriptOutputType.STATUS, name(number));
  }

  /** Beside the data, also in a Cluster. */
  private static String name(int number) {
    return "snapshot:{s00}:" + number;
  }
}
