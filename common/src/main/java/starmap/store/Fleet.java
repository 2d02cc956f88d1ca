package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import starmap.fleet.Serving;
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

  /** So many are looked at anew by each sweep. */
  private static final int FEW = 1_000;

  /** How long it is known what time it is in Redis. */
  private static final Duration TOLD = Duration.ofMinutes(1);

  /** A larger fleet is looked at anew after so many milliseconds for each worker. */
  private static final int LOOK_MS = 6;

  private static final long NANOS_PER_MS = 1_000_000;

  private final RedisLink link;
  private final Keys keys;
  private final Duration lease;
  private long trustedFrom = Long.MAX_VALUE;
  private @Nullable Sight seen;
  private @Nullable Told told;

  Fleet(RedisLink link, Keys keys, Duration lease) {
    this.link = link;
    this.keys = keys;
    this.lease = lease;
  }

  @Override
  public boolean register(Worker worker) {
    var description = Json.MAPPER.writeValueAsBytes(worker);
    var time = told;
    told = null; // whatever fails, the next heartbeat asks
    var noted = time == null ? null : note(worker, time, description);
    var now = noted == null ? ask(worker, description) : noted;
    told = now;
    return now.drains();
  }

  /**
   * Plain commands cost Redis less than a script, and most heartbeats are nothing else. Null where
   * that cannot be.
   */
  private @Nullable Told note(Worker worker, Told time, byte[] description) {
    long since = System.nanoTime() - time.at();
    if (since >= TOLD.toNanos()) {
      return null;
    }
    var entry = new ByteArrayOutputStream();
    entry.writeBytes(key(time.millis() + since / NANOS_PER_MS + ";"));
    entry.writeBytes(description);
    try {
      return link.call(
          s ->
              s.commands()
                  .hset(key(keys.workers()), key(worker.id()), entry.toByteArray())
                  .thenCombine(
                      s.commands().sismember(key(keys.drains()), key(worker.id())),
                      (_, drains) -> new Told(time.at(), time.millis(), drains)));
    } catch (StoreException.Full _) {
      return null; // the script is allowed
    }
  }

  private Told ask(Worker worker, byte[] description) {
    var arguments = new Arguments().add("").add(worker.id()).add(description);
    long asked = System.nanoTime();
    var names = keys.ofWorkers();
    var reply = new Reply(link.call(s -> s.scripts().call(Script.REGISTER, names, arguments)));
    return new Told(asked, reply.number(0), reply.text(1).equals("drains"));
  }

  /** The clock of Redis at a time of {@link System#nanoTime}, but for a round trip. */
  private record Told(long at, long millis, boolean drains) {}

  @Override
  public boolean drain(String workerId) {
    var names = keys.ofWorkers();
    var arguments = new Arguments().add("").add(workerId);
    var reply = new Reply(link.call(s -> s.scripts().call(Script.DRAIN, names, arguments)));
    return reply.text(0).equals("asked");
  }

  @Override
  public void unregister(String workerId) {
    link.call(s -> s.commands().hdel(key(keys.workers()), workerId.getBytes(UTF_8)));
    link.call(s -> s.commands().zrem(key(keys.idle()), workerId.getBytes(UTF_8)));
    link.call(s -> s.commands().srem(key(keys.drains()), workerId.getBytes(UTF_8)));
  }

  @Override
  public List<Worker.Seen> list() {
    return look("").workers();
  }

  @Override
  public List<Worker.Seen> glance() {
    return glance("").workers();
  }

  /**
   * The fleet at one moment.
   *
   * @param now epoch milliseconds
   * @param workers all that are remembered, by name
   * @param isNew false where the workers are those of a moment before
   */
  record Sight(long now, List<Worker.Seen> workers, boolean isNew) {
    private List<Worker.Seen> silent() {
      return workers.stream().filter(one -> !one.alive()).toList();
    }
  }

  /**
   * As it is, or as it was a moment ago where it is so large that looking costs much. {@code clock}
   * is the time, or empty for that of Redis.
   */
  Sight glance(String clock) {
    var last = seen;
    if (last == null || last.workers().size() <= FEW) {
      return look(clock);
    }
    long now =
        clock.isEmpty() ? millis(link.call(s -> s.commands().time())) : Long.parseLong(clock);
    boolean isLate = now < last.now() || now - last.now() >= (long) LOOK_MS * last.workers().size();
    return isLate ? look(clock) : new Sight(now, last.workers(), false);
  }

  /** As it is, in one round trip. */
  Sight look(String clock) {
    var sight = read(clock);
    seen = sight;
    return sight;
  }

  private Sight read(String clock) {
    return link.call(
        s -> {
          CompletionStage<Long> now =
              clock.isEmpty()
                  ? s.commands().time().thenApply(Fleet::millis)
                  : CompletableFuture.completedStage(Long.parseLong(clock));
          var workers = s.commands().hvals(key(keys.workers()));
          return s.commands()
              .smembers(key(keys.drains()))
              .thenCombine(workers, Entries::of)
              .thenCombine(now, (entries, time) -> sight(time, entries));
        });
  }

  /** What the registry holds: descriptions, and who was asked to drain. */
  private record Entries(Set<String> drains, List<byte[]> workers) {
    static Entries of(Set<byte[]> drains, List<byte[]> workers) {
      var ids = drains.stream().map(id -> new String(id, UTF_8)).collect(Collectors.toSet());
      return new Entries(ids, workers);
    }
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
    noteSlots(Serving.of(sight.workers()));
    var silent = sight.silent();
    forget(silent, ids -> s -> s.commands().zrem(key(keys.idle()), ids));
    var gone = silent.stream().filter(one -> isLongGone(one, sight.now())).toList();
    forget(gone, ids -> s -> s.commands().hdel(key(keys.workers()), ids));
    forget(gone, ids -> s -> s.commands().srem(key(keys.drains()), ids));
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
  private void noteSlots(Serving serving) {
    try {
      var fields =
          Map.of(
              key("slots"),
              key(Integer.toString(serving.slots())),
              key("sources"),
              key(serving.text()));
      link.call(s -> s.commands().hset(key(keys.usage()), fields));
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

  private Sight sight(long now, Entries entries) {
    return new Sight(
        now,
        entries.workers().stream()
            .map(entry -> seen(entry, entries.drains(), now))
            .sorted(Comparator.comparing(one -> one.worker().name()))
            .toList(),
        true);
  }

  private Worker.Seen seen(byte[] entry, Set<String> drains, long now) {
    int semicolon = 0;
    while (entry[semicolon] != ';') {
      semicolon++;
    }
    long heartbeat = Long.parseLong(new String(entry, 0, semicolon, UTF_8));
    var description = Arrays.copyOfRange(entry, semicolon + 1, entry.length);
    var worker = Json.MAPPER.readValue(description, Worker.class);
    return new Worker.Seen(
        drains.contains(worker.id()) ? worker.drained() : worker,
        Instant.ofEpochMilli(heartbeat),
        now - heartbeat < lease.toMillis());
  }

  private static byte[] key(String text) {
    return text.getBytes(UTF_8);
  }
}
