package starmap.worker.process;

import org.jspecify.annotations.Nullable;
import starmap.chunk.ClaimedChunk;
import starmap.worker.execute.ItemSource;
import starmap.worker.execute.NumberItems;

/** The items of a chunk that were not sent yet, and how many are sent at a time. */
final class Cargo {
  private static final int MOST_BYTES_OF_LINES = 64 * 1024;

  private final Protocol protocol;
  private final ItemSource items;
  private final BatchSize size;
  private int left;

  /**
   * The items of a chunk.
   *
   * @param exact whether it must be known of each moment which item is at work
   */
  Cargo(ProcessFunction function, ClaimedChunk chunk, ItemSource items, boolean exact) {
    this.protocol = function.protocol();
    this.items = items;
    this.left = chunk.id().length();
    boolean single = protocol == Protocol.ARRAYS && chunk.spec().itemTimeout() != null;
    int together = function.together();
    this.size =
        exact || single
            ? new BatchSize(1, 1)
            : new BatchSize(together == 1 ? 1 : 2 * together, Batch.MOST_ITEMS);
  }

  boolean isEmpty() {
    return left == 0;
  }

  /** The next items, at most so many; null where there are none. */
  @Nullable Batch load(int most) {
    int bytes = protocol == Protocol.LINES ? MOST_BYTES_OF_LINES : Batch.MOST_BYTES;
    int count = Math.min(most, size.items());
    var batch = new Batch(protocol);
    while (batch.count() < count && batch.size() < bytes && next()) {
      if (items instanceof NumberItems numbers) {
        batch.add(numbers.value());
      } else {
        var json = items.raw().utf8();
        batch.add(json, 0, json.length);
      }
    }
    return batch.count() == 0 ? null : batch;
  }

  /** Passes over an item. False where there is none. */
  boolean skip() {
    boolean found = next();
    if (found) {
      items.skip();
    }
    return found;
  }

  /** So many items took so long, and their answer so many bytes. */
  void took(int count, long nanos, int bytes) {
    size.took(count, nanos, bytes);
  }

  /** Sends few at a time for now. */
  void shrink() {
    size.reset();
  }

  private boolean next() {
    if (left > 0 && items.next()) {
      left--;
      return true;
    }
    left = 0;
    return false;
  }
}
