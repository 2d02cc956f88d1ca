package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import starmap.job.Job;
import starmap.job.JobState;

/**
 * What is watched of a whole installation: for metrics how much waits, since when, what has ended,
 * and what does not move; for people what is active. Plain reads, because nothing is decided on
 * what they show.
 */
public final class StoreWatch {
  private static final String ENDED = "ended:";
  private static final String TOOK = "took:";

  /** Queues of so many sources are looked at. */
  private static final int MOST_QUEUES = 256;

  private final RedisLink link;
  private final Keys keys;
  private final Supplier<String> clock;
  private final Stalls stalls;
  private final Backlog backlog;

  /** {@code clock} as in {@link RedisJobStore}. */
  StoreWatch(RedisLink link, Keys keys, Supplier<String> clock) {
    this.link = link;
    this.keys = keys;
    this.clock = clock;
    this.stalls = new Stalls(link, keys);
    this.backlog = new Backlog(link, keys);
  }

  /**
   * An installation at one moment.
   *
   * @param ready chunks that wait for a worker
   * @param oldest how long the next chunk of a queue has waited, at most
   * @param active jobs that have not ended
   * @param stalled how long a running job has not moved, at most; as far as this instance saw it
   * @param reclaimed chunks that were ever taken back from silent workers
   * @param ended jobs that ever ended
   * @param memory that of Redis
   */
  public record Sight(
      long ready,
      Duration oldest,
      long active,
      Duration stalled,
      long reclaimed,
      Map<JobState, Ended> ended,
      StoreMemory.Usage memory) {}

  /**
   * Jobs that ended in one state.
   *
   * @param count how many
   * @param took how long they took together
   */
  public record Ended(long count, Duration took) {
    /** None. */
    public static final Ended NONE = new Ended(0, Duration.ZERO);
  }

  /**
   * All jobs that have not ended.
   *
   * @param jobs how many there are
   * @param newest the newest of them, newest first
   * @param chunks their chunks
   * @param memory that of Redis
   */
  public record Active(long jobs, List<Job> newest, Chunks chunks, StoreMemory.Usage memory) {}

  /**
   * Chunks of all queues.
   *
   * @param ready wait for a worker, also those of paused jobs
   * @param delayed wait for their time to be tried again
   * @param leased at work
   */
  public record Chunks(long ready, long delayed, long leased) {}

  /** What does not depend on the number of queues. */
  private record Facts(
      long now, Map<String, String> usage, long active, StoreMemory.Usage memory) {}

  /** One queue: its length, and its next chunk; an empty text where it has none. */
  private record Queue(long length, String head) {}

  /**
   * Looks for metrics, in four round trips that cost the same however much there is: a large
   * installation is looked at in stretches, and one instance remembers where it was.
   *
   * @throws StoreException where Redis does not answer
   */
  public Sight look() {
    var facts = link.call(this::facts);
    var stalled = stalls.look(facts.now());
    var queues = link.call(s -> queues(s, facts));
    long since =
        link
            .call(s -> Stages.all(queues.stream().map(queue -> readySince(s, queue)).toList()))
            .stream()
            .filter(time -> time > 0)
            .min(Long::compare)
            .orElse(facts.now());
    return new Sight(
        queues.stream().mapToLong(Queue::length).sum(),
        Duration.ofMillis(Math.max(0, facts.now() - since)),
        facts.active(),
        stalled,
        number(facts.usage(), "reclaimed"),
        ended(facts.usage()),
        facts.memory());
  }

  /**
   * Looks for people, and reads {@code most} jobs; costs a few microseconds for each job that has
   * not ended. Delayed and leased chunks are told apart exactly up to 500 of them, and beyond that
   * by a sample.
   *
   * @throws StoreException where Redis does not answer
   */
  public Active active(int most) {
    return backlog.look(most);
  }

  private CompletionStage<Facts> facts(RedisLink.Session session) {
    var commands = session.commands();
    var time = commands.time().toCompletableFuture();
    var usage = commands.hgetall(bytes(keys.usage())).toCompletableFuture();
    var active = commands.hlen(bytes(keys.flow())).toCompletableFuture();
    var memory = commands.info("memory").toCompletableFuture();
    return CompletableFuture.allOf(time, usage, active, memory)
        .thenApply(
            _ ->
                new Facts(
                    now(time.join()),
                    texts(usage.join()),
                    active.join(),
                    ServerInfo.memory(memory.join())));
  }

  private CompletionStage<List<Queue>> queues(RedisLink.Session session, Facts facts) {
    var names =
        Stream.concat(
                Stream.of(Keys.DEFAULT),
                Stream.concat(sources(facts.usage()), stalls.queues().stream()))
            .distinct()
            .limit(MOST_QUEUES);
    return Stages.all(names.map(name -> queue(session, bytes(keys.ready(name)))).toList());
  }

  private static CompletionStage<Queue> queue(RedisLink.Session session, byte[] key) {
    return session
        .commands()
        .zcard(key)
        .thenCombine(
            session.commands().zrange(key, 0, 0),
            (length, head) ->
                new Queue(length, head.isEmpty() ? "" : new String(head.getFirst(), UTF_8)));
  }

  /** Epoch milliseconds; 0 where nothing waits, or it was claimed just now. */
  private CompletionStage<Long> readySince(RedisLink.Session session, Queue queue) {
    if (queue.head().isEmpty()) {
      return CompletableFuture.completedStage(0L);
    }
    var chunks =
        keys.jobPrefix() + queue.head().substring(0, queue.head().indexOf('.')) + ":chunks";
    return session
        .commands()
        .hget(bytes(chunks), bytes(queue.head()))
        .thenApply(record -> record == null ? 0 : readySince(new String(record, UTF_8)));
  }

  /** Of a chunk's record, see {@code lib/chunk.lua}. */
  private static long readySince(String record) {
    var fields = record.split(";", -1);
    boolean isTold = fields[0].equals("R") && !fields[4].isEmpty();
    return isTold ? Long.parseLong(fields[4]) : 0;
  }

  /** Names of the sources that live workers have, see {@code lib/fleet.lua}. */
  private static Stream<String> sources(Map<String, String> usage) {
    return usage
        .getOrDefault("sources", "")
        .lines()
        .filter(line -> line.indexOf('=') > 0)
        .map(line -> line.substring(0, line.lastIndexOf('=')));
  }

  private static Map<JobState, Ended> ended(Map<String, String> usage) {
    var all = new EnumMap<JobState, Ended>(JobState.class);
    for (var state : JobState.values()) {
      if (state.isTerminal()) {
        var took = Duration.ofMillis(number(usage, TOOK + state));
        all.put(state, new Ended(number(usage, ENDED + state), took));
      }
    }
    return all;
  }

  private static long number(Map<String, String> fields, String name) {
    return Long.parseLong(fields.getOrDefault(name, "0"));
  }

  private long now(List<byte[]> time) {
    var told = clock.get();
    return told.isEmpty()
        ? Long.parseLong(new String(time.get(0), UTF_8)) * 1000
            + Long.parseLong(new String(time.get(1), UTF_8)) / 1000
        : Long.parseLong(told);
  }

  private static Map<String, String> texts(Map<byte[], byte[]> hash) {
    Map<String, String> texts = new HashMap<>();
    hash.forEach((name, value) -> texts.put(new String(name, UTF_8), new String(value, UTF_8)));
    return texts;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
