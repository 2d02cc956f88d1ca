package starmap.worker.process;

import org.jspecify.annotations.Nullable;
import starmap.chunk.ClaimedChunk;
import starmap.job.JobId;
import starmap.worker.execute.FunctionRuntime;
import starmap.worker.execute.ItemSource;
import starmap.worker.execute.NumberItems;
import starmap.worker.function.ArgumentCheck;

/** The items of a chunk that were not sent yet, and how many are sent at a time. */
final class Cargo {
  private static final int MOST_BYTES_OF_LINES = 64 * 1024;

  /** So that those that take longest in a batch do not leave the others' places empty. */
  private static final int TURNS = 4;

  private final ProcessFunction function;
  private final JobId job;
  private final Protocol protocol;
  private final FunctionRuntime.Progress progress;
  private final ItemSource items;
  private final BatchSize size;
  private final ArgumentCheck.OfJob check;
  private final boolean checked;
  private @Nullable String rejection;

  /** How many items are at work at the same time, at least. */
  private final int most;

  private int left;

  /** The items of a chunk; {@code lanes} children share them. */
  Cargo(
      ProcessFunction function,
      ClaimedChunk chunk,
      ItemSource items,
      FunctionRuntime.Progress progress,
      int lanes) {
    this.function = function;
    this.job = chunk.id().job();
    this.protocol = function.protocol();
    this.items = items;
    this.progress = progress;
    this.left = chunk.id().length();
    this.check = function.check(chunk.spec());
    this.checked = !check.equals(ArgumentCheck.OfJob.NONE);
    boolean exact =
        chunk.strikes() > 0 || (protocol != Protocol.LINES && chunk.spec().itemTimeout() != null);
    int together = exact ? 1 : function.together();
    int least = together == 1 ? 1 : TURNS * together;
    this.size = new BatchSize(least, exact ? 1 : Batch.MOST_ITEMS, function.pace(job));
    this.most = together == 1 && lanes == 1 ? 1 : least * lanes;
  }

  boolean isEmpty() {
    return left == 0 && rejection == null;
  }

  /** How many batches a child should have at a time. */
  int ahead() {
    return size.isGrown() ? 2 : 1;
  }

  /**
   * The next items; null where there are none.
   *
   * @param room how many at most
   * @param isFirst whether none is at work yet
   */
  @Nullable Batch load(int room, boolean isFirst) {
    int bytes = protocol == Protocol.LINES ? MOST_BYTES_OF_LINES : Batch.MOST_BYTES;
    int count = Math.min(room, size.items());
    var batch = batch();
    while (rejection == null
        && batch.count() < count
        && batch.size() < bytes
        && mayBegin(isFirst && batch.count() == 0)
        && next()) {
      if (items instanceof NumberItems numbers && !checked) {
        batch.add(numbers.value());
      } else {
        addIfRight(batch);
      }
    }
    return batch.count() == 0 ? null : batch;
  }

  /** Numbers of a range need not be written one by one for a child that can count. */
  private Batch batch() {
    boolean counted = protocol == Protocol.PYTHON && !checked && items instanceof NumberItems;
    var range = counted ? ((NumberItems) items).range() : null;
    return range == null ? new Batch(protocol) : new Batch(range);
  }

  private void addIfRight(Batch batch) {
    var json = items.raw().utf8();
    rejection = check.error(json);
    if (rejection == null) {
      batch.add(json, 0, json.length);
    }
  }

  /**
   * An item that is no argument of the function goes to no child, and fails when it is its turn.
   * False where the next one is none such.
   */
  boolean tellRejection() {
    if (rejection == null) {
      return false;
    }
    progress.failure("InvalidArgument", rejection);
    rejection = null;
    return true;
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
    function.keepPace(job, size.items());
  }

  /** Sends few at a time for now. */
  void shrink() {
    size.reset();
    function.keepPace(job, size.items());
  }

  /** What takes long is not given to others while it is at work here. */
  private boolean mayBegin(boolean isFirst) {
    return progress.mayBegin(most) || isFirst;
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
