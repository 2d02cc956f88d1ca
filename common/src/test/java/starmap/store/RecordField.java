package starmap.store;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import org.jspecify.annotations.Nullable;

/**
 * One field of a job in Redis, whether it is packed or not, read and changed without any code under
 * test.
 */
public record RecordField(RedisClusterCommands<String, String> raw, String job, String name) {
  private static final String GET =
      """
      local record = redis.call('HGET', KEYS[1], 'record')
      local value = record and cmsgpack.unpack(record)[ARGV[1]]
      if not value then return redis.call('HGET', KEYS[1], ARGV[1]) end
      if type(value) == 'string' then return value end
      return string.format(value % 1 == 0 and '%.0f' or '%.17g', value)
      """;
  private static final String SET =
      """
      local record = cmsgpack.unpack(redis.call('HGET', KEYS[1], 'record'))
      local number = type(record[ARGV[1]]) == 'number'
      record[ARGV[1]] = number and tonumber(ARGV[2]) or ARGV[2]
      redis.call('HSET', KEYS[1], 'record', cmsgpack.pack(record))
      """;

  /** Of a job. */
  static RecordField of(Redis redis, starmap.job.JobId id, String name) {
    return new RecordField(redis.raw(), Keys.SINGLE.job(id), name);
  }

  /** Its value; null where there is none. */
  public @Nullable String get() {
    return raw.eval(GET, ScriptOutputType.VALUE, new String[] {job}, name);
  }

  /** Changes its value. */
  public void set(String value) {
    raw.eval(SET, ScriptOutputType.STATUS, new String[] {job}, name, value);
  }

  /** Counts one more. */
  void increment() {
    set(Long.toString(Long.parseLong(String.valueOf(get())) + 1));
  }
}
