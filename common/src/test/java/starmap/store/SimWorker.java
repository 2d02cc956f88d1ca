package starmap.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.LeaseState;
import starmap.chunk.Part;
import starmap.chunk.SettleResult;
import starmap.chunk.Settlement;
import starmap.chunk.SlowItem;
import starmap.job.Input;
import starmap.job.JobError;
import starmap.job.JobId;
import starmap.job.Mode;
import starmap.job.Reduce;
import starmap.reduce.Fold;
import starmap.reduce.FunctionFold;
import starmap.wire.JsonSlices;
import starmap.wire.SegmentWriter;

/**
 * One worker process: what it holds and what it has to say are its own view of the world, right or
 * not. It repeats a call that was not answered, as the real one does.
 */
final class SimWorker {
  private static final int MOST_HELD = 12;
  private static final int ODDLY = 30;

  private final String id;
  private final JobStore store;
  private final Random random;
  private final Map<JobId, RandomJob> jobs;
  private final List<ClaimedChunk> held = new ArrayList<>();
  private final List<ClaimedChunk> finished = new ArrayList<>();
  private final List<Settlement> pending = new ArrayList<>();
  private final Set<String> sources = new TreeSet<>();
  private boolean honest;
  private long asleepUntil;

  SimWorker(String id, JobStore store, Random random, Map<JobId, RandomJob> jobs) {
    this.id = id;
    this.store = store;
    this.random = random;
    this.jobs = jobs;
    changeSources();
  }

  /** Files come and go while it runs. */
  void changeSources() {
    sources.clear();
    RandomJob.SOURCES.stream().filter(_ -> random.nextInt(3) > 0).forEach(sources::add);
  }

  /** Has everything from now on. */
  void learn() {
    sources.addAll(RandomJob.SOURCES);
  }

  Set<String> sources() {
    return sources;
  }

  private boolean lacks(ClaimedChunk chunk) {
    var source = chunk.spec().source();
    return source != null && !sources.contains(source);
  }

  String id() {
    return id;
  }

  /** It does nothing before that time, and then goes on as if nothing had happened. */
  void sleep(long until) {
    asleepUntil = until;
  }

  boolean isAwake(long now) {
    return now >= asleepUntil;
  }

  boolean holdsNothing() {
    return held.isEmpty() && pending.isEmpty();
  }

  /** From now on it computes what it holds as a whole. */
  void honest() {
    honest = true;
    asleepUntil = 0;
  }

  List<Settlement> pending() {
    return pending;
  }

  /**
   * Computes some of what it holds, settles and claims. False where an item killed it.
   *
   * @throws StoreException.Unavailable where it got no answer; it will ask again
   */
  boolean work() {
    if (pending.isEmpty()) {
      int most = honest ? held.size() : random.nextInt(held.size() + 1);
      for (int i = 0; i < most; i++) {
        var chunk = held.remove(random.nextInt(held.size()));
        if (lacks(chunk)) {
          giveBack(chunk);
          continue;
        }
        if (dies(chunk)) {
          return false;
        }
        finished.add(chunk);
        var busy = Duration.ofNanos(random.nextInt(20_000_000));
        pending.add(new Settlement(chunk.id(), chunk.token(), busy, parts(chunk)));
      }
    }
    exchange();
    return true;
  }

  /** To where somebody has its function. */
  private void giveBack(ClaimedChunk chunk) {
    store.reroute(chunk.id().job(), chunk.spec().source());
    finished.add(chunk);
    var parts = List.<Part>of(new Part.Returned(chunk.id().length()));
    pending.add(new Settlement(chunk.id(), chunk.token(), Duration.ZERO, parts));
  }

  private void exchange() {
    boolean wants = held.size() < MOST_HELD && (honest || random.nextInt(4) > 0);
    var work = random.nextBoolean() ? Duration.ofMillis(1) : Duration.ofDays(1);
    var claim = new JobStore.Claim(id, 1 + random.nextInt(4), work, false, List.copyOf(sources));
    var round = store.settleAndClaim(List.copyOf(pending), wants ? claim : null);
    for (int i = 0; i < pending.size(); i++) {
      if (round.settled().get(i) == SettleResult.RECORDED) {
        keep(finished.get(i), pending.get(i).parts());
      }
    }
    forget();
    for (var chunk : round.claimed()) {
      held.removeIf(old -> old.id().equals(chunk.id()));
      held.add(chunk);
    }
  }

  /** Gives up what it could not write. */
  void forget() {
    pending.clear();
    finished.clear();
  }

  /** Renews its leases, and drops what it has lost. */
  void extend() {
    var asked = new ArrayList<JobStore.Held>();
    for (var chunk : held) {
      int position = random.nextInt(chunk.id().length() + 1) - 1;
      asked.add(new JobStore.Held(chunk.id(), chunk.token(), position));
    }
    var states = store.extend(asked).states();
    for (int i = states.size() - 1; i >= 0; i--) {
      if (states.get(i) != LeaseState.HELD) {
        held.remove(i);
      }
    }
  }

  /** An item of a suspect is told of before it is begun. */
  private boolean dies(ClaimedChunk chunk) {
    var job = jobs.get(chunk.id().job());
    if (job == null) {
      return false; // it folds for another one
    }
    for (int i = 0; i < chunk.id().length(); i++) {
      if (job.kills(chunk.id().start() + i)) {
        if (chunk.strikes() > 0) {
          store.extend(List.of(new JobStore.Held(chunk.id(), chunk.token(), i)));
        }
        return true;
      }
    }
    return false;
  }

  private void keep(ClaimedChunk chunk, List<Part> parts) {
    long at = chunk.id().start();
    for (var part : parts) {
      if (part instanceof Part.Kept) {
        var rest = chunk.id().range(at, part.length());
        held.add(
            new ClaimedChunk(
                rest,
                chunk.token(),
                chunk.attempt(),
                chunk.strikes(),
                chunk.spec(),
                chunk.input()));
      }
      at += part.length();
    }
  }

  private List<Part> parts(ClaimedChunk chunk) {
    if (honest || random.nextInt(100) >= ODDLY) {
      return List.of(compute(chunk, chunk.id().start(), chunk.id().length()));
    }
    var parts = new ArrayList<Part>();
    for (long at = chunk.id().start(); at < chunk.id().end(); ) {
      int length = 1 + random.nextInt((int) (chunk.id().end() - at));
      parts.add(
          switch (random.nextInt(5)) {
            case 0 -> new Part.Delayed(length, Duration.ofSeconds(random.nextInt(8)));
            case 1 -> new Part.Returned(length);
            case 2 -> new Part.Kept(length);
            default -> compute(chunk, at, length);
          });
      at += length;
    }
    return parts;
  }

  /** Takes everything from what was claimed, as a real worker must. */
  private Part.Recorded compute(ClaimedChunk chunk, long start, int length) {
    if (chunk.spec().mode() == Mode.REDUCE) {
      return FoldActs.joined(chunk);
    }
    var job = jobs.get(chunk.id().job());
    long version = Long.parseLong(chunk.spec().function().split("@", -1)[1]);
    var items = items(chunk);
    var writer = new SegmentWriter();
    JobError first = null;
    var values = new ArrayList<String>();
    for (long i = start; i < start + length; i++) {
      var result = job.result(i, items.get((int) (i - chunk.id().start())), version);
      if (job.fails(i)) {
        writer.failure(result, "no", 1);
        first = first == null ? new JobError(i, result, "no", 1) : first;
      } else {
        writer.value(result.getBytes(US_ASCII));
        values.add(result);
      }
    }
    var slowest = new SlowItem(start, Duration.ofNanos(1_000L * length));
    return new Part.Recorded(
        writer.finish(), first, folded(chunk.spec().reduce(), values), slowest);
  }

  private static byte[] folded(Reduce reduce, List<String> values) {
    if (reduce == null || values.isEmpty()) {
      return new byte[0];
    }
    if (reduce.isOrdered()) {
      var joined = values.toString().replace(" ", "").getBytes(US_ASCII);
      return new FunctionFold(values.size(), joined).partial();
    }
    var fold = Fold.of(reduce);
    values.forEach(value -> fold.add(value.getBytes(US_ASCII)));
    return fold.partial();
  }

  private static List<Long> items(ClaimedChunk chunk) {
    var items = new ArrayList<Long>();
    var id = chunk.id();
    if (chunk.spec().input() instanceof Input.Range range) {
      for (long i = id.start(); i < id.end(); i++) {
        items.add(range.at(i));
      }
      return items;
    }
    var block = chunk.input();
    var slices = new JsonSlices(block.items(), 0, block.items().length);
    for (long i = block.start(); i < id.end() && slices.next(); i++) {
      if (i >= id.start()) {
        var item = new String(block.items(), slices.start(), slices.length(), US_ASCII);
        items.add(Long.parseLong(item));
      }
    }
    return items;
  }
}
