package starmap.worker.held;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import starmap.chunk.ChunkId;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.Segment;
import starmap.fleet.Activity;
import starmap.store.JobStore;

/**
 * A chunk that a slot holds, as its slot and the heartbeat both see it. Its run alone shortens it,
 * on the slot's thread or on that which relieves the slot; others say that it is lost or that they
 * starve.
 */
public final class HeldChunk {
  private static final int NO_ITEM = -1;

  /** How long an interrupted item has to react. */
  private static final long REACTION_NANOS = Duration.ofSeconds(5).toNanos();

  private static final double NANOS_PER_MS = 1e6;

  private final ClaimedChunk claimed;
  private final Throughput throughput;
  private ChunkId id;
  private int moves;
  private @Nullable Thread runner;
  private long begun;
  private volatile End end = End.NONE;
  private volatile boolean shareWanted;
  private int item = NO_ITEM;
  private long itemDeadline;
  private boolean itemExpired;

  /** Why a chunk is given up before its end. */
  public enum End {
    /** It is not. */
    NONE,
    /** It is not ours any more: its results are of no use. */
    LOST,
    /** The worker stops: what is not finished goes back. */
    HAND_BACK
  }

  HeldChunk(ClaimedChunk claimed, Throughput throughput) {
    this.claimed = claimed;
    this.throughput = throughput;
    this.id = claimed.id();
  }

  /** The chunk as it was claimed. */
  public ClaimedChunk claimed() {
    return claimed;
  }

  /** The chunk as it is held now. */
  public synchronized ChunkId id() {
    return id;
  }

  /** Whether to go on with it. */
  public End end() {
    return end;
  }

  /** Whether another slot or worker has nothing to do. */
  public boolean isShareWanted() {
    return shareWanted;
  }

  /** The same, and forgets it, as the chunk is shared now. */
  public boolean takeShareWish() {
    boolean wanted = shareWanted;
    shareWanted = false;
    return wanted;
  }

  /** The calling thread computes this chunk from now on, and is interrupted should it end early. */
  public synchronized void begin() {
    runner = Thread.currentThread();
    begun = System.nanoTime();
    if (end != End.NONE) {
      runner.interrupt();
    }
  }

  /** Whether a thread computes it. */
  public synchronized boolean isRunBy(Thread thread) {
    return thread.equals(runner);
  }

  /** A stretch of it was computed. */
  public void count(Segment segment) {
    throughput.count(segment.count(), segment.failed());
  }

  /** What people are told of it; empty while no thread computes it. */
  synchronized Optional<Activity.AtWork> told(long now) {
    return runner == null
        ? Optional.empty()
        : Optional.of(
            new Activity.AtWork(
                id.job().value(),
                id.start(),
                id.length(),
                Math.round((now - begun) / NANOS_PER_MS) / 1e3));
  }

  /** The calling thread is through with it. */
  public synchronized void finish() {
    runner = null;
    boolean _ = Thread.interrupted();
  }

  /** From here to {@link #moved} Redis may know the chunk by another id than we do. */
  public synchronized void move() {
    moves++;
  }

  /** Redis knows the chunk by this id now. */
  public synchronized void moved(ChunkId now) {
    if (item != NO_ITEM) {
      item -= (int) (now.start() - id.start());
    }
    id = now;
    moves++;
  }

  /** The runner begins an item, at an offset of the chunk, that must end by a time. */
  public synchronized void beginItem(int offset, long deadlineNanos) {
    item = offset;
    itemDeadline = deadlineNanos;
    itemExpired = false;
  }

  /** The runner is through with the item. True where it was interrupted for taking too long. */
  public synchronized boolean endItem() {
    boolean expired = itemExpired;
    item = NO_ITEM;
    itemExpired = false;
    if (expired) {
      boolean _ = Thread.interrupted();
    }
    return expired;
  }

  /** Interrupts an item that takes too long. True where that did not help for a while. */
  synchronized boolean isStuck(long now) {
    if (item == NO_ITEM || now < itemDeadline) {
      return false;
    }
    if (!itemExpired && runner != null) {
      itemExpired = true;
      runner.interrupt();
    }
    return now - itemDeadline > REACTION_NANOS;
  }

  /** The lease, with the place of the item at work; -1 where none is watched, or it moves. */
  public synchronized JobStore.Held atWork() {
    return new JobStore.Held(id, claimed.token(), isMoving() ? NO_ITEM : item);
  }

  /** Gives it up early. */
  public synchronized void end(End why) {
    end = why;
    if (runner != null) {
      runner.interrupt();
    }
  }

  /** Empty while it moves: nobody can say by which id Redis knows it. */
  synchronized Optional<Lease> lease() {
    return isMoving()
        ? Optional.empty()
        : Optional.of(new Lease(this, new JobStore.Held(id, claimed.token(), -1), moves));
  }

  /** Says that another slot or worker has nothing to do. */
  public void wishShare() {
    shareWanted = true;
  }

  private boolean isMoving() {
    return moves % 2 == 1;
  }

  /** A lease as it was when the heartbeat looked. */
  record Lease(HeldChunk chunk, JobStore.Held held, int moves) {
    /**
     * Loses the chunk, unless it has moved since: then the answer was about a range that is no
     * more.
     */
    void lose() {
      synchronized (chunk) {
        if (chunk.moves == moves) {
          chunk.end(End.LOST);
        }
      }
    }
  }
}
