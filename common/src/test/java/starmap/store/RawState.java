package starmap.store;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that Redis holds, read at one moment and without any code under test.
 *
 * @param ready queue and chunk id
 */
record RawState(
    List<RawJob> jobs,
    Set<String> ready,
    Set<String> due,
    Set<String> gc,
    Set<String> flow,
    Map<String, String> usage,
    Set<String> folding,
    Set<String> jobKeys) {
  static final String PREFIX = "sm:{s00}:";

  private static final String DUMP =
      """
      local p, call, jobs = KEYS[1], redis.call, {}
      local function fields(key)
        local all = {}
        for name, value in pairs(cmsgpack.unpack(call('HGET', key, 'record') or '\\128')) do
          all[#all + 1] = name
          all[#all + 1] = type(value) == 'number' and string.format(value % 1 == 0 and '%.0f' or '%.17g', value) or value
        end
        for _, name in ipairs({'hash', 'spec', 'labels', 'name'}) do
          all[#all + 1] = name
          all[#all + 1] = call('HGET', key, name) or ''
        end
        return all
      end
      for _, id in ipairs(call('ZRANGE', p .. 'jobs', 0, -1)) do
        local j = p .. 'j:' .. id
        jobs[#jobs + 1] = {id, fields(j), call('HGETALL', j .. ':chunks'),
          call('HGETALL', j .. ':in'), call('LRANGE', j .. ':blocks', 0, -1),
          call('HGETALL', j .. ':res'), call('ZRANGE', j .. ':map', 0, -1),
          call('LRANGE', j .. ':log', 0, -1), call('LRANGE', j .. ':again', 0, -1)}
      end
      local ready = {}
      for _, key in ipairs(call('KEYS', p .. 'ready:*')) do
        for _, id in ipairs(call('ZRANGE', key, 0, -1)) do ready[#ready + 1] = string.sub(key, #p + 7) .. ' ' .. id end
      end
      return {jobs, ready, call('ZRANGE', p .. 'due', 0, -1),
        call('ZRANGE', p .. 'gc', 0, -1), call('HKEYS', p .. 'flow'),
        call('HGETALL', p .. 'usage'), call('SMEMBERS', p .. 'folding'), call('KEYS', p .. 'j:*')}
      """;

  static RawState read(RedisCommands<String, String> redis) {
    List<Object> dump = redis.eval(DUMP, ScriptOutputType.MULTI, PREFIX);
    var jobs = RawState.<List<Object>>list(dump.get(0)).stream().map(RawState::job).toList();
    return new RawState(
        jobs,
        set(dump.get(1)),
        set(dump.get(2)),
        set(dump.get(3)),
        set(dump.get(4)),
        map(dump.get(5)),
        set(dump.get(6)),
        set(dump.get(7)));
  }

  private static RawJob job(List<Object> dump) {
    return new RawJob(
        (String) dump.get(0),
        map(dump.get(1)),
        map(dump.get(2)),
        map(dump.get(3)),
        list(dump.get(4)),
        new RawJob.Recorded(map(dump.get(5)), list(dump.get(6)), list(dump.get(7))),
        list(dump.get(8)));
  }

  private static Map<String, String> map(Object flat) {
    List<String> values = list(flat);
    var map = new LinkedHashMap<String, String>();
    for (int i = 0; i < values.size(); i += 2) {
      map.put(values.get(i), values.get(i + 1));
    }
    return map;
  }

  private static Set<String> set(Object values) {
    return new HashSet<>(RawState.<String>list(values));
  }

  @SuppressWarnings("unchecked") // the script above decides the types
  private static <T> List<T> list(Object values) {
    return (List<T>) values;
  }
}
