package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import starmap.fleet.Worker;
import starmap.fleet.WorkerRegistry;
import starmap.wire.Json;

/**
 * The registry of workers in Redis. A worker is alive when its last heartbeat is less than one
 * lease ago, by the clock of Redis.
 */
final class Fleet implements WorkerRegistry {
  /** How long a silent worker stays in the registry, so that people can see that it is gone. */
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private final RedisLink link;
  private final Keys keys;
  private final Duration lease;
  private long trustedFrom = Long.MAX_VALUE;

  Fleet(RedisLink link, Keys keys, Duration lease) {
    this.link = link;
    this.keys = keys;
    this.lease = lease;
  }

  @Override
  public void register(Worker worker) {
    var arguments =
        new Arguments().add("").add(worker.id()).add(Json.MAPPER.writeValueAsBytes(worker));
    link.call(s -> s.scripts().call(Script.REGISTER, List.of(keys.workers()), arguments));
  }

  @Override
  public void unregister(String workerId) {
    link.call(s -> s.commands().hdel(key(keys.workers()), workerId.getBytes(UTF_8)));
    link.call(s -> s.commands().zrem(key(keys.idle()), workerId.getBytes(UTF_8)));
  }

  @Override
  public List<Worker.Seen> list() {
    return list(redisTime());
  }

  /**
   * Notes how many slots there are, and forgets workers that are long gone.
   *
   * @return ids and names of workers that are certainly dead; none within one lease of an outage,
   *     when everybody looks dead
   */
  Map<String, String> tidy(long now) {
    var seen = list(now);
    int slots =
        seen.stream()
            .filter(Worker.Seen::alive)
            .filter(w -> !w.worker().draining())
            .mapToInt(w -> w.worker().slots())
            .sum();
    noteSlots(slots);
    var silent = seen.stream().filter(one -> !one.alive()).toList();
    for (var one : silent) {
      var id = one.worker().id().getBytes(UTF_8);
      link.call(s -> s.commands().zrem(key(keys.idle()), id));
      if (now - one.lastHeartbeat().toEpochMilli() > REMEMBERED.toMillis()) {
        link.call(s -> s.commands().hdel(key(keys.workers()), id));
      }
    }
    trustedFrom = Math.min(trustedFrom, now);
    boolean trusted = now - trustedFrom > lease.toMillis();
    return trusted
        ? silent.stream()
            .map(Worker.Seen::worker)
            .collect(Collectors.toMap(Worker::id, Worker::name))
        : Map.of();
  }

  /** A sweep must go on when memory is full, as it frees some; the number before will do then. */
  private void noteSlots(int slots) {
    try {
      link.call(
          s -> s.commands().hset(key(keys.usage()), key("slots"), key(Integer.toString(slots))));
    } catch (StoreException.Full _) {
      return;
    }
  }

  /** Says that Redis was away, so that silence proves nothing for a while. */
  void distrust() {
    trustedFrom = Long.MAX_VALUE;
  }

  long redisTime() {
    var time = link.call(s -> s.commands().time());
    return Long.parseLong(new String(time.get(0), UTF_8)) * 1000
        + Long.parseLong(new String(time.get(1), UTF_8)) / 1000;
  }

  private List<Worker.Seen> list(long now) {
    return link.call(s -> s.commands().hvals(key(keys.workers()))).stream()
        .map(entry -> seen(entry, now))
        .sorted(Comparator.comparing(one -> one.worker().name()))
        .toList();
  }

  private Worker.Seen seen(byte[] entry, long now) {
    int semicolon = 0;
    while (entry[semicolon] != ';') {
      semicolon++;
    }
    long heartbeat = Long.parseLong(new String(entry, 0, semicolon, UTF_8));
    var description = Arrays.copyOfRange(entry, semicolon + 1, entry.length);
    var worker = Json.MAPPER.readValue(description, Worker.class);
    return new Worker.Seen(
        worker, Instant.ofEpochMilli(heartbeat), now - heartbeat < lease.toMillis());
  }

  private static byte[] key(String text) {
    return text.getBytes(UTF_8);
  }
}
