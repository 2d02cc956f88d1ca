package starmap.worker.execute;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import starmap.chunk.LeaseState;
import starmap.store.JobStore;
import starmap.store.StoreException;
import starmap.worker.held.HeldChunk;

/**
 * What surrounds each item where the job or the chunk's past asks for it: a time-out, and progress
 * that is written ahead, so that an item that kills its worker can be named.
 */
final class ItemGuard {
  /** Error type of an item that took too long. */
  static final String TIMED_OUT = "TimedOut";

  private final HeldChunk held;
  private final JobStore store;
  private final @Nullable Duration timeout;
  private final boolean suspect;

  ItemGuard(HeldChunk held, JobStore store) {
    this.held = held;
    this.store = store;
    this.timeout = held.claimed().spec().itemTimeout();
    this.suspect = held.claimed().strikes() > 0;
  }

  /** Before the item at {@code offset} of the chunk as it is held now. */
  void begin(int offset) {
    if (suspect) {
      writeAhead(offset);
    }
    if (timeout != null) {
      held.beginItem(offset, System.nanoTime() + timeout.toNanos());
    }
  }

  /** After an item. True where it took too long. */
  boolean end() {
    return timeout != null && held.endItem();
  }

  String timeOutMessage() {
    return "the item took longer than " + timeout;
  }

  private void writeAhead(int offset) {
    try {
      var lease = new JobStore.Held(held.id(), held.claimed().token(), offset);
      if (store.extend(List.of(lease)).states().getFirst() != LeaseState.HELD) {
        held.end(HeldChunk.End.LOST);
      }
    } catch (StoreException _) {
      // without Redis nothing can be written ahead; should the item kill the worker, the next one
      // tells
    }
  }
}
