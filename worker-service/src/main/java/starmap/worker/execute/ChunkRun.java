package starmap.worker.execute;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
 * ({@code R Q}). The slot's thread does so between two items; where one takes long, another thread
 * does it in its place.
 */
final class ChunkRun implements FunctionRuntime.Progress {
  private static final long CHECKPOINT_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long WORTH_SHARING_NANOS = Duration.ofMillis(50).toNanos();
  private static final long LONG_ITEM_NANOS = Duration.ofMillis(30).toNanos();

  /** What a whole chunk should take; nothing is settled more often than chunks would be. */
  private static final long PLANNED_NANOS = Duration.ofMillis(250).toNanos();

  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_PARTS = 64;

  private final HeldChunk held;
  private final JobStore store;
  private final Drain drain;
  private final ItemGuard guard;
  private final @Nullable Reducer reducer;
  private final Ahead ahead = new Ahead();
  private Outcomes outcomes;
  private ChunkId id;
  private long settledAt = System.nanoTime();
  private final Looks looks = new Looks(settledAt);
  private final ItemWatch watch = new ItemWatch();
  private boolean over;

  /** {@code reducer} folds the values; null where no function does. */
  ChunkRun(HeldChunk held, JobStore store, Drain drain, @Nullable Reducer reducer) {
    this.held = held;
    this.store = store;
    this.drain = drain;
    this.reducer = reducer;
    this.id = held.id();
    this.guard = new ItemGuard(held, store);
    this.outcomes = new Outcomes(id.start(), held, settledAt);
  }

  @Override
  public synchronized boolean wantsMore() {
    boolean mayNot = drain.isRequested() && ahead.begun(index()) == 0;
    if (isCancelled() || outcomes.count() == id.length() || mayNot) {
      return false;
    }
    if (outcomes.bytes() >= MOST_BYTES || outcomes.size() >= MOST_PARTS) {
      checkpoint();
    }
    if (looks.isDue() || held.isShareWanted()) {
      look();
    }
    guard.begin(outcomes.count());
    return !isCancelled();
  }

  @Override
  public synchronized boolean mayBegin(int most) {
    boolean mayNot = isCancelled() || drain.isRequested() || held.claimed().strikes() > 0;
    if (mayNot || ahead.begun(index()) == rest()) {
      return false;
    }
    ahead.begin(index(), most);
    return true;
  }

  @Override
  public void value(byte[] json) {
    var folded = reducer == null ? null : folded();
    if (reducer == null || folded == null || json.length > Json.MAX_ITEM) {
      record(json, null, json);
    } else {
      reducer.reduce(folded, json, this).ifPresent(both -> record(json, folded, both));
    }
  }

  @Override
  public void value(byte[] bytes, int from, int to) {
    if (reducer != null || to - from > Json.MAX_ITEM) {
      value(Arrays.copyOfRange(bytes, from, to));
      return;
    }
    synchronized (this) {
      if (isInTime()) {
        outcomes.value(bytes, from, to);
      }
    }
  }

  @Override
  public void value(long number) {
    if (reducer != null) {
      value(Long.toString(number).getBytes(US_ASCII));
      return;
    }
    synchronized (this) {
      if (isInTime()) {
        outcomes.value(number);
      }
    }
  }

  /** The value of the item at hand, and what it and those before it, {@code before}, fold to. */
  @SuppressWarnings("ReferenceEquality") // the very value that was folded with
  private synchronized void record(byte[] json, byte @Nullable [] before, byte[] both) {
    if (Math.max(json.length, both.length) > Json.MAX_ITEM) {
      failure(
          "ResultTooLarge",
          "the value has %d bytes, the limit is %d"
              .formatted(Math.max(json.length, both.length), Json.MAX_ITEM));
    } else if (isInTime()) {
      outcomes.value(json);
      if (reducer != null) {
        // another thread may have settled what came before
        outcomes.fold(outcomes.folded() == before ? both : json);
      }
    }
  }

  private synchronized byte @Nullable [] folded() {
    return outcomes.folded();
  }

  /** Whether the value of the item at hand counts. */
  private boolean isInTime() {
    if (guard.end()) {
      setback(ItemGuard.TIMED_OUT, guard.timeOutMessage());
      return false;
    }
    return !isCancelled();
  }

  @Override
  public synchronized void failure(String type, String message) {
    boolean _ = guard.end();
    if (!isCancelled()) {
      outcomes.failure(type, message);
    }
  }

  @Override
  public synchronized void setback(String type, String message) {
    if (guard.end() && !type.equals(ItemGuard.TIMED_OUT)) {
      setback(ItemGuard.TIMED_OUT, guard.timeOutMessage());
    } else if (!isCancelled()) {
      Pauses.next(held.claimed())
          .ifPresentOrElse(outcomes::again, () -> outcomes.failure(type, message));
    }
  }

  @Override
  public boolean isCancelled() {
    return held.end() != HeldChunk.End.NONE;
  }

  @Override
  public synchronized long index() {
    return id.start() + outcomes.count();
  }

  /** What became of the chunk. Nothing changes it any more. */
  synchronized Settlement settlement() {
    over = true;
    long now = System.nanoTime();
    outcomes.look(now);
    int rest = rest();
    return settlement(rest == 0 ? List.of() : List.of(new Part.Returned(rest)), now);
  }

  /**
   * Settles while an item is at work that takes long: results must not wait for it, nor what is
   * behind it where others starve, or where it takes longer than the whole chunk should. Long items
   * so begin early on all slots, and short ones fill up the end. Called now and then by another
   * thread.
   *
   * @throws StoreException where Redis does not answer, which says nothing about what it did
   */
  synchronized void relieve(long now) {
    if (over || isCancelled() || rest() == 0) {
      return;
    }
    long since = watch.since(index(), now);
    if (now - since > LONG_ITEM_NANOS) {
      settleAround(since, now);
    }
  }

  private void settleAround(long since, long now) {
    int done = outcomes.count();
    int begun = ahead.kept(index(), now - since);
    int behind = ahead.isFilling(index()) ? 0 : rest() - begun;
    if (behind > 0 && (now - since > PLANNED_NANOS || held.takeShareWish())) {
      settle(begun, Pieces.behind(begun, behind), since);
    } else if (done > 0 && now - settledAt > PLANNED_NANOS) {
      settle(rest(), List.of(new Part.Kept(rest())), since);
    }
    if (done > 0 && outcomes.count() == 0) {
      settledAt = since;
    }
  }

  /** Looks at the clock, and does so again after about a millisecond. */
  private void look() {
    long now = System.nanoTime();
    looks.looked(now);
    outcomes.look(now);
    if (outcomes.count() > 0
        && held.isShareWanted()
        && restNanos(now) > WORTH_SHARING_NANOS
        && held.takeShareWish()) {
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
      settleOrGoOn(rest, List.of(new Part.Kept(rest)));
    }
  }

  private void share() {
    int rest = rest();
    int given = Math.min(rest / 2, rest - ahead.begun(index()));
    if (given > 0) {
      settleOrGoOn(rest - given, List.of(new Part.Kept(rest - given), new Part.Returned(given)));
    }
  }

  private void settleOrGoOn(int kept, List<Part> rest) {
    long now = System.nanoTime();
    outcomes.look(now);
    try {
      settle(kept, rest, now);
    } catch (StoreException _) {
      // The answer is unknown. If it was carried out, the rest comes back when its lease ends; if
      // not, the next settlement has it all.
    } finally {
      settledAt = System.nanoTime();
    }
  }

  /** Settles what was computed until a time, and goes on with the {@code kept} items behind it. */
  private void settle(int kept, List<Part> rest, long until) {
    int done = outcomes.count();
    var settlement = settlement(rest, until);
    held.move();
    var now = id;
    try {
      if (store.settle(List.of(settlement)).getFirst() == SettleResult.RECORDED) {
        now = id.range(id.start() + done, kept);
        id = now;
        outcomes = new Outcomes(id.start(), held, until);
      } else {
        held.end(HeldChunk.End.LOST);
      }
    } finally {
      held.moved(now);
    }
  }

  private Settlement settlement(List<Part> rest, long until) {
    var parts = new ArrayList<>(outcomes.finish());
    parts.addAll(rest);
    long used = ahead.used(Math.max(0, until - settledAt), index());
    return new Settlement(id, held.claimed().token(), Duration.ofNanos(used), parts);
  }
}
