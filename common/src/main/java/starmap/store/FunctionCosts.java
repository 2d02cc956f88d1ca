package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import starmap.fleet.Experience;

/**
 * What jobs that ended tell of the functions: fields {@code name@version}, {@code …#done} and
 * {@code …#failed} of one hash, written by {@code lib/job.lua}.
 */
public final class FunctionCosts {
  private static final String DONE = "#done";
  private static final String FAILED = "#failed";

  /** Stands for the functions of jobs whose items name their own, which no worker tells of. */
  private static final String CALLS = "calls";

  private final RedisLink link;
  private final byte[] key;

  FunctionCosts(RedisLink link, Keys keys) {
    this.link = link;
    this.key = keys.costs().getBytes(UTF_8);
  }

  /** By pinned name; those that no job has called yet are not there. */
  public Map<String, Experience> all() {
    Map<String, Experience> all = new HashMap<>();
    read()
        .forEach(
            (field, value) -> all.merge(function(field), of(field, value), FunctionCosts::sum));
    return all;
  }

  /** Forgets functions that are not {@code known}, so that the hash stays as small as the fleet. */
  void keep(Set<String> known) {
    var unknown =
        link.call(s -> s.commands().hkeys(key)).stream()
            .map(field -> new String(field, UTF_8))
            .filter(field -> !known.contains(function(field)) && !function(field).equals(CALLS))
            .map(field -> field.getBytes(UTF_8))
            .toArray(byte[][]::new);
    if (unknown.length > 0) {
      link.call(s -> s.commands().hdel(key, unknown));
    }
  }

  private Map<String, String> read() {
    Map<String, String> fields = new HashMap<>();
    link.call(s -> s.commands().hgetall(key))
        .forEach((field, value) -> fields.put(new String(field, UTF_8), new String(value, UTF_8)));
    return fields;
  }

  private static String function(String field) {
    int hash = field.indexOf('#');
    return hash < 0 ? field : field.substring(0, hash);
  }

  private static Experience of(String field, String value) {
    if (field.endsWith(DONE)) {
      return new Experience(0, Long.parseLong(value), 0);
    }
    return field.endsWith(FAILED)
        ? new Experience(0, 0, Long.parseLong(value))
        : new Experience(Double.parseDouble(value), 0, 0);
  }

  private static Experience sum(Experience a, Experience b) {
    return new Experience(
        a.itemMillis() + b.itemMillis(), a.done() + b.done(), a.failed() + b.failed());
  }
}
