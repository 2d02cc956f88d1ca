package starmap.worker.claim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.Part;
import starmap.chunk.Settlement;
import starmap.store.JobStore;
import starmap.worker.held.HeldChunk;
import starmap.worker.held.HeldChunks;

/**
 * The chunks that a slot has claimed together: those that are computed, the one at work, and those
 * still ahead. Where the one at work takes long, another thread settles for the slot: results must
 * not wait for it, nor chunks that another slot could compute.
 */
final class Batch {
  /** Chunks are claimed together because they should take a few milliseconds. */
  private static final long LONG_NANOS = Duration.ofMillis(50).toNanos();

  private final HeldChunks held;
  private final ReentrantLock turn = new ReentrantLock();
  private final List<HeldChunk> mine = new ArrayList<>();
  private final Deque<HeldChunk> ahead = new ArrayDeque<>();
  private final List<Settlement> pending = new ArrayList<>();
  private volatile @Nullable HeldChunk atWork;
  private long begun;

  Batch(HeldChunks held) {
    this.held = held;
  }

  /** Takes chunks that were claimed. */
  void hold(List<ClaimedChunk> claimed) {
    turn.lock();
    try {
      claimed.stream().map(held::hold).forEach(ahead::add);
      mine.addAll(ahead);
    } finally {
      turn.unlock();
    }
  }

  /** The chunk to compute next; null where none is left. */
  @Nullable HeldChunk next() {
    turn.lock();
    try {
      var next = ahead.poll();
      atWork = next;
      begun = System.nanoTime();
      return next;
    } finally {
      turn.unlock();
    }
  }

  /** The chunk that is computed now; null where none is. Waits for nobody. */
  @Nullable HeldChunk atWork() {
    return atWork;
  }

  /** What became of a chunk; it is settled with the next exchange. */
  void add(Settlement settlement) {
    turn.lock();
    try {
      pending.add(settlement);
    } finally {
      turn.unlock();
    }
  }

  /** Whether nothing waits to be settled. */
  boolean isSettled() {
    turn.lock();
    try {
      return pending.isEmpty();
    } finally {
      turn.unlock();
    }
  }

  /**
   * Hands over what waits to be settled. Leases are renewed up to here, however long the other
   * chunks took.
   */
  <T> T exchange(Function<List<Settlement>, T> call) {
    turn.lock();
    try {
      mine.forEach(HeldChunk::move);
      return call.apply(List.copyOf(pending));
    } finally {
      forget();
      turn.unlock();
    }
  }

  /** Lets go of everything. */
  void forget() {
    turn.lock();
    try {
      pending.clear();
      ahead.clear();
      atWork = null;
      release(mine);
    } finally {
      turn.unlock();
    }
  }

  /** Settles what waits and gives back what is ahead, if the chunk at work takes long. */
  void relieve(JobStore store, long now) {
    if (!turn.tryLock()) {
      return;
    }
    try {
      var kept = atWork;
      if (kept != null && now - begun > LONG_NANOS && !(pending.isEmpty() && ahead.isEmpty())) {
        settleAllBut(kept, store);
      }
    } finally {
      turn.unlock();
    }
  }

  private void settleAllBut(HeldChunk kept, JobStore store) {
    var settlements = new ArrayList<>(pending);
    ahead.forEach(chunk -> settlements.add(returned(chunk)));
    mine.removeAll(ahead);
    release(ahead); // should this fail, they come back when their lease ends
    var computed = mine.stream().filter(chunk -> !chunk.equals(kept)).toList();
    computed.forEach(HeldChunk::move);
    try {
      var _ = store.settle(settlements);
      pending.clear();
      mine.removeAll(computed);
      computed.forEach(held::release);
    } finally {
      computed.forEach(chunk -> chunk.moved(chunk.id()));
    }
  }

  /** The chunk goes back as it came. */
  static Settlement returned(HeldChunk chunk) {
    var id = chunk.id();
    return new Settlement(
        id, chunk.claimed().token(), Duration.ZERO, List.of(new Part.Returned(id.length())));
  }

  private void release(Collection<HeldChunk> chunks) {
    chunks.forEach(held::release);
    chunks.clear();
  }
}
