package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
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
    return look("").workers();
  }

  /**
   * The fleet at one moment.
   *
   * @param now epoch milliseconds
   * @param workers all that are remembered, by name
   */
  record Sight(long now, List<Worker.Seen> workers) {
    private List<Worker.Seen> silent() {
      return workers.stream().filter(one -> !one.alive()).toList();
    }
  }

  /** In one round trip; {@code clock} is the time, or empty for that of Redis. */
  Sight look(String clock) {
    return link.call(
        s -> {
          var workers = s.commands().hvals(key(keys.workers()));
          return clock.isEmpty()
              ? s.commands().time().thenCombine(workers, (time, all) -> sight(millis(time), all))
              : workers.thenApply(all -> sight(Long.parseLong(clock), all));
        });
  }

  /**
   * Ids and names of workers that are certainly dead; none within one lease of an outage, when
   * everybody looks dead.
   */
  Map<String, String> dead(Sight sight) {
    trustedFrom = Math.min(trustedFrom, sight.now());
    boolean trusted = sight.now() - trustedFrom > lease.toMillis();
    return trusted
        ? sight.silent().stream()
            .map(Worker.Seen::worker)
            .collect(Collectors.toMap(Worker::id, Worker::name))
        : Map.of();
  }

  /** Notes how many slots there are, and forgets workers that are long gone. */
  void tidy(Sight sight) {
    int slots =
        sight.workers().stream()
            .filter(Worker.Seen::alive)
            .filter(w -> !w.worker().draining())
            .mapToInt(w -> w.worker().slots())
            .sum();
    noteSlots(slots);
    var silent = sight.silent();
    forget(silent, ids -> s -> s.commands().zrem(key(keys.idle()), ids));
    forget(
        silent.stream().filter(one -> isLongGone(one, sight.now())).toList(),
        ids -> s -> s.commands().hdel(key(keys.workers()), ids));
  }

  private static boolean isLongGone(Worker.Seen worker, long now) {
    return now - worker.lastHeartbeat().toEpochMilli() > REMEMBERED.toMillis();
  }

  /** In one call, however many there are. */
  private void forget(
      List<Worker.Seen> gone,
      Function<byte[][], Function<RedisLink.Session, CompletionStage<Long>>> removal) {
    if (!gone.isEmpty()) {
      link.call(
          removal.apply(gone.stream().map(one -> key(one.worker().id())).toArray(byte[][]::new)));
    }
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

  private static long millis(List<byte[]> time) {
    return Long.parseLong(new String(time.get(0), UTF_8)) * 1000
        + Long.parseLong(new String(time.get(1), UTF_8)) / 1000;
  }

  private Sight sight(long now, List<byte[]> entries) {
    return new Sight(
        now,
        entries.stream()
            .map(entry -> seen(entry, now))
            .sorted(Comparator.comparing(one -> one.worker().name()))
            .toList());
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
