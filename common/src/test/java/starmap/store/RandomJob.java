package starmap.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import starmap.chunk.Block;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.NewJob;
import starmap.job.OnError;
import starmap.job.Reduce;
import starmap.job.ResultStorage;
import starmap.job.Share;
import starmap.job.Tolerance;

/** The model of one job in a simulation: what is asked for, and what must come out. */
final class RandomJob {
  /** Only what is kept can be retried. */
  private static final List<ResultStorage> STORAGES =
      List.of(ResultStorage.KEPT, ResultStorage.KEPT, ResultStorage.UNTIL_READ, ResultStorage.NONE);

  /** More than a window of chunks. */
  private static final int MUCH_POISON = 24;

  /** What some workers have, and others not. */
  static final List<String> SOURCES = List.of("a.py@1", "b.py@1");

  private static final List<Integer> SIZES = List.of(10, 40, 40, 120);
  private static final List<Duration> RETENTIONS =
      List.of(Duration.ofSeconds(20), Duration.ofMinutes(2), JobPlan.TTL);

  final JobPlan plan;
  final long total;
  final List<Block> blocks = new ArrayList<>();

  /** Counts the bodies that were sent under the same id. */
  int generation;

  /** Whether a client has asked to end this body's job, at any time. */
  boolean mayBeCancelled;

  /** Whether the cause of its failures was mended; what is computed from then on succeeds. */
  boolean mended;

  /** Incarnations that began after that. */
  final Set<String> mendedEpochs = new HashSet<>();

  private final int failEvery;
  private final long poison;
  final int poisoned;
  private final Duration retention;

  /** What its values are folded to; null where they are not. */
  final Reduce reduce;

  /** When it may end although it is not complete. */
  final NewJob.Limits limits;

  private final Share share;

  /** Where its function comes from; null where every worker has it. */
  final String source;

  /** Whether whoever submits it knows that not every worker has it. */
  private final boolean routed;

  RandomJob(Random random, JobId id) {
    boolean upload = random.nextBoolean();
    boolean early = upload && random.nextBoolean();
    boolean much = random.nextInt(10) == 0;
    total = much ? 2 * MUCH_POISON : random.nextInt(SIZES.get(random.nextInt(SIZES.size())));
    failEvery = random.nextBoolean() ? 5 + random.nextInt(20) : 0;
    poison = much ? 0 : random.nextInt(4) == 0 ? random.nextInt((int) Math.max(1, total)) : total;
    poisoned = much ? MUCH_POISON : 1;
    limits = new NewJob.Limits(tolerance(random), timeout(random));
    reduce = reduce(random);
    share =
        random.nextInt(4) > 0
            ? Share.DEFAULT
            : new Share(random.nextInt(10), 1 + random.nextInt(20));
    source = random.nextBoolean() ? null : SOURCES.get(random.nextInt(SOURCES.size()));
    routed = source != null && random.nextBoolean();
    retention = RETENTIONS.get(random.nextInt(RETENTIONS.size()));
    plan =
        new JobPlan(
            id,
            upload ? NewJob.UNKNOWN : total,
            much ? 1 : random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(1 + random.nextInt(12)),
            // one that fails before all of it was sent is a case of its own
            random.nextInt(early ? 2 : 4) == 0 ? OnError.FAIL : OnError.COLLECT,
            STORAGES.get(random.nextInt(STORAGES.size())),
            early);
    for (long at = 0; upload && at < total; ) {
      int count = (int) Math.min(total - at, 1 + random.nextInt(30));
      blocks.add(Parts.block(at, count));
      at += count;
    }
  }

  JobId id() {
    return plan.id();
  }

  boolean isUpload() {
    return plan.total() < 0;
  }

  /** The body as it is sent now; its function's version says which one it is. */
  NewJob request() {
    var made = plan.job("hash" + generation);
    var options = made.options();
    return new NewJob(
        made.id(),
        made.bodyHash(),
        new JobSpec(
            "square@" + generation,
            made.spec().mode(),
            made.spec().input(),
            null,
            null,
            null,
            reduce,
            plan.storage() == ResultStorage.NONE,
            source,
            null),
        made.total(),
        new NewJob.Options(
            options.chunkSize(),
            options.onError(),
            options.storage(),
            retention,
            options.early(),
            options.labels(),
            limits,
            share),
        null,
        routed ? source : "",
        made.together());
  }

  private static Reduce reduce(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> new Reduce(Reduce.Op.SUM);
      case 1 -> Reduce.by("join@1");
      default -> null;
    };
  }

  private static Tolerance tolerance(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> new Tolerance(random.nextInt(4), 100);
      case 1 -> new Tolerance(Long.MAX_VALUE, 1 + random.nextInt(20));
      default -> Tolerance.ANY;
    };
  }

  private static Duration timeout(Random random) {
    return random.nextInt(10) == 0 ? Duration.ofSeconds(5 + random.nextInt(120)) : null;
  }

  /** Whether so many failed items end it. */
  boolean mayFailWith(long failed) {
    var tolerance = limits.tolerance();
    boolean tooMany = failed > tolerance.count() || failed * 100 > tolerance.percent() * total;
    return failed > 0 && (plan.onError() == OnError.FAIL || tooMany);
  }

  /** Another body under the same id. */
  void another() {
    generation++;
    mayBeCancelled = false;
    mended = false;
  }

  /** Whether the item failed at first. */
  boolean isBad(long index) {
    return failEvery > 0 && index % failEvery == failEvery - 1;
  }

  boolean fails(long index) {
    return isBad(index) && !mended;
  }

  /** Whether computing the item kills the worker. */
  boolean kills(long index) {
    return index >= poison && index < poison + poisoned;
  }

  /** Whether no item kills, and nothing but its items decides how it ends. */
  boolean isHarmless() {
    return poison >= total && limits.equals(NewJob.Limits.NONE);
  }

  /** The value, or the type of the error. */
  String expected(long index) {
    return result(index, index, generation);
  }

  /** Whether an item may be read so in an incarnation; it may have failed before it was mended. */
  boolean isRight(long index, String result, String epoch) {
    boolean mayHaveFailed = isBad(index) && !mendedEpochs.contains(epoch);
    return result.equals(expected(index)) || (mayHaveFailed && result.equals("Error" + index));
  }

  /** What the function of one body makes of an item. */
  String result(long index, long item, long version) {
    return fails(index) ? "Error" + index : Long.toString(item * item + 1_000_000 * version);
  }

  long expectedFailures() {
    return LongStream.range(0, total).filter(this::fails).count();
  }

  /** What those results that are values are folded to: their sum, or all of them in order. */
  String reduced(Stream<String> results) {
    var values = results.filter(one -> one.matches("-?\\d+")).map(Long::parseLong).toList();
    if (!reduce.isOrdered()) {
      return Long.toString(values.stream().mapToLong(one -> one).sum());
    }
    return values.isEmpty() ? "null" : values.toString().replace(" ", "");
  }

  /** Whether what is folded in order keeps it from being completed later. */
  boolean isOrdered() {
    return reduce != null && reduce.isOrdered();
  }

  @Override
  public String toString() {
    return "%s total %d, fails every %d, %d poison from %d, %s, %s, retention %s, source %s%s, blocks %s"
        .formatted(
            plan,
            total,
            failEvery,
            poisoned,
            poison,
            limits,
            share,
            retention,
            source,
            routed ? " known" : "",
            blocks.stream().map(Block::count).toList());
  }
}
