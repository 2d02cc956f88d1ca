package starmap.worker.execute;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import starmap.chunk.ChunkId;
import starmap.chunk.Part;
import starmap.chunk.SettleResult;
import starmap.chunk.Settlement;
import starmap.store.JobStore;
import starmap.store.StoreException;
import starmap.wire.Json;
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
  private static final int MOST_PARTS = 64;
  private static final int SELDOM = 32;
  private static final int LONGEST_MESSAGE = 1_000;

  private final HeldChunk held;
  private final JobStore store;
  private final Drain drain;
  private final ItemGuard guard;
  private Outcomes outcomes;
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
    this.guard = new ItemGuard(held, store);
    this.outcomes = new Outcomes(id.start(), held.claimed().attempt());
  }

  @Override
  public boolean wantsMore() {
    if (isCancelled() || outcomes.count() == id.length() || drain.isRequested()) {
      return false;
    }
    if (outcomes.bytes() >= MOST_BYTES || outcomes.size() >= MOST_PARTS) {
      checkpoint();
    }
    if (--untilLook <= 0 || held.isShareWanted()) {
      look();
    }
    guard.begin(outcomes.count());
    return !isCancelled();
  }

  @Override
  public void value(byte[] json) {
    if (json.length > Json.MAX_ITEM) {
      failure(
          "ResultTooLarge",
          "the value has " + json.length + " bytes, the limit is " + Json.MAX_ITEM);
    } else if (guard.end()) {
      setback(ItemGuard.TIMED_OUT, guard.timeOutMessage());
    } else if (!isCancelled()) {
      outcomes.value(json);
    }
  }

  @Override
  public void failure(String type, String message) {
    boolean _ = guard.end();
    if (!isCancelled()) {
      outcomes.failure(type, shortened(message));
    }
  }

  @Override
  public void setback(String type, String message) {
    if (guard.end() && !type.equals(ItemGuard.TIMED_OUT)) {
      setback(ItemGuard.TIMED_OUT, guard.timeOutMessage());
    } else if (!isCancelled()) {
      Pauses.next(held.claimed())
          .ifPresentOrElse(outcomes::again, () -> outcomes.failure(type, shortened(message)));
    }
  }

  @Override
  public boolean isCancelled() {
    return held.end() != HeldChunk.End.NONE;
  }

  @Override
  public long index() {
    return id.start() + outcomes.count();
  }

  /** What became of the chunk. */
  Settlement settlement() {
    int rest = rest();
    return settlement(rest == 0 ? List.of() : List.of(new Part.Returned(rest)));
  }

  /** Looks at the clock, and does so again after about a millisecond. */
  private void look() {
    long now = System.nanoTime();
    lookEvery = now - lookedAt < OFTEN_NANOS ? Math.min(lookEvery * 2, SELDOM) : 1;
    untilLook = lookEvery;
    lookedAt = now;
    outcomes.look(now);
    if (outcomes.count() > 0 && held.takeShareWish() && restNanos(now) > WORTH_SHARING_NANOS) {
      share();
    } else if (now - settledAt > CHECKPOINT_NANOS) {
      checkpoint();
    }
  }

  private long restNanos(long now) {
    return (now - settledAt) / outcomes.count() * (rest() - 1);
  }

  private int rest() {
    return id.length() - outcomes.count();
  }

  private void checkpoint() {
    int rest = rest();
    if (outcomes.count() > 0 && rest > 0) {
      settle(rest, List.of(new Part.Kept(rest)));
    }
  }

  private void share() {
    int rest = rest();
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
    int done = outcomes.count();
    var settlement = settlement(rest);
    held.move();
    var now = id;
    try {
      if (store.settle(List.of(settlement)).getFirst() == SettleResult.RECORDED) {
        now = id.range(id.start() + done, kept);
        id = now;
        outcomes = new Outcomes(id.start(), held.claimed().attempt());
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
    outcomes.look(System.nanoTime());
    var parts = new ArrayList<>(outcomes.finish());
    parts.addAll(rest);
    return new Settlement(
        id, held.claimed().token(), Duration.ofNanos(System.nanoTime() - settledAt), parts);
  }
}
