package starmap.worker.execute;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import starmap.chunk.ChunkId;
import starmap.chunk.Part;
import starmap.chunk.SettleResult;
import starmap.chunk.Settlement;
import starmap.job.JobError;
import starmap.store.JobStore;
import starmap.store.StoreException;
import starmap.wire.Json;
import starmap.wire.SegmentWriter;
import starmap.worker.held.Drain;
import starmap.worker.held.HeldChunk;

/**
 * One chunk being computed. Long chunks are settled piece by piece ({@code R L}), shared when
 * others starve ({@code R L Q}), and given back from the next item on when the worker drains
 * ({@code R Q}).
 */
final class ChunkRun implements FunctionRuntime.Progress {
  private static final long CHECKPOINT_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long WORTH_SHARING_NANOS = Duration.ofMillis(50).toNanos();
  private static final long OFTEN_NANOS = Duration.ofMillis(1).toNanos();
  private static final int MOST_BYTES = 1 << 20;
  private static final int SELDOM = 32;
  private static final int LONGEST_MESSAGE = 1_000;

  private final HeldChunk held;
  private final JobStore store;
  private final Drain drain;
  private SegmentWriter segment = new SegmentWriter();
  private @Nullable JobError firstError;
  private int messages;
  private ChunkId id;
  private long settledAt = System.nanoTime();
  private long lookedAt = settledAt;
  private int lookEvery = 1;
  private int untilLook = 1;

  ChunkRun(HeldChunk held, JobStore store, Drain drain) {
    this.held = held;
    this.store = store;
    this.drain = drain;
    this.id = held.id();
  }

  @Override
  public boolean wantsMore() {
    if (isCancelled() || segment.count() == id.length() || drain.isRequested()) {
      return false;
    }
    if (segment.size() + messages >= MOST_BYTES) {
      checkpoint();
    }
    if (--untilLook <= 0 || held.isShareWanted()) {
      look();
    }
    return !isCancelled();
  }

  @Override
  public void value(byte[] json) {
    if (json.length > Json.MAX_ITEM) {
      failure(
          "ResultTooLarge",
          "the value has " + json.length + " bytes, the limit is " + Json.MAX_ITEM);
    } else if (!isCancelled()) {
      segment.value(json);
    }
  }

  @Override
  public void failure(String type, String message) {
    if (isCancelled()) {
      return;
    }
    int attempt = held.claimed().attempt();
    var text = shortened(message);
    if (firstError == null) {
      firstError = new JobError(index(), type, text, attempt);
    }
    segment.failure(type, text, attempt);
    messages += type.length() + text.length();
  }

  @Override
  public boolean isCancelled() {
    return held.end() != HeldChunk.End.NONE;
  }

  @Override
  public long index() {
    return id.start() + segment.count();
  }

  /** What became of the chunk. */
  Settlement settlement() {
    int rest = id.length() - segment.count();
    return settlement(rest == 0 ? List.of() : List.of(new Part.Returned(rest)));
  }

  /** Looks at the clock, and does so again after about a millisecond. */
  private void look() {
    long now = System.nanoTime();
    lookEvery = now - lookedAt < OFTEN_NANOS ? Math.min(lookEvery * 2, SELDOM) : 1;
    untilLook = lookEvery;
    lookedAt = now;
    if (segment.count() > 0 && held.takeShareWish() && restNanos(now) > WORTH_SHARING_NANOS) {
      share();
    } else if (now - settledAt > CHECKPOINT_NANOS) {
      checkpoint();
    }
  }

  private long restNanos(long now) {
    return (now - settledAt) / segment.count() * (id.length() - segment.count() - 1);
  }

  private void checkpoint() {
    int rest = id.length() - segment.count();
    if (segment.count() > 0 && rest > 0) {
      settle(rest, List.of(new Part.Kept(rest)));
    }
  }

  private void share() {
    int rest = id.length() - segment.count();
    int given = rest / 2;
    if (given > 0) {
      settle(rest - given, List.of(new Part.Kept(rest - given), new Part.Returned(given)));
    }
  }

  /**
   * Settles what is there and goes on with the {@code kept} items behind it. Should Redis be away,
   * the run goes on unsettled.
   */
  private void settle(int kept, List<Part> rest) {
    var settlement = settlement(rest);
    held.move();
    var now = id;
    try {
      if (store.settle(List.of(settlement)).getFirst() == SettleResult.RECORDED) {
        now = id.range(id.start() + segment.count(), kept);
        id = now;
        segment = new SegmentWriter();
        firstError = null;
        messages = 0;
      } else {
        held.end(HeldChunk.End.LOST);
      }
    } catch (StoreException _) {
      // The answer is unknown. If it was carried out, the rest comes back when its lease ends; if
      // not, the next settlement has it all.
    } finally {
      settledAt = System.nanoTime();
      held.moved(now);
    }
  }

  private static String shortened(String message) {
    return message.length() <= LONGEST_MESSAGE
        ? message
        : message.substring(0, LONGEST_MESSAGE) + "…";
  }

  private Settlement settlement(List<Part> rest) {
    var parts = new ArrayList<Part>();
    if (segment.count() > 0) {
      parts.add(new Part.Recorded(segment.finish(), firstError));
    }
    parts.addAll(rest);
    return new Settlement(
        id, held.claimed().token(), Duration.ofNanos(System.nanoTime() - settledAt), parts);
  }
}
