package starmap.api.result;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.chunk.Block;
import starmap.job.Input;
import starmap.job.Job;
import starmap.store.JobResults;
import starmap.store.JobStore;
import starmap.store.StoredInput;
import starmap.wire.JsonSlices;

/**
 * The input of failed items, asked for in the order of their indexes: computed, or cut out of its
 * stored block.
 */
final class FailedInput {
  private final Input kind;
  private final StoredInput stored;
  private @Nullable Place place;

  private FailedInput(Input kind, StoredInput stored) {
    this.kind = kind;
    this.stored = stored;
  }

  static FailedInput of(JobStore store, Job job) {
    var stored = store.input(job.id());
    boolean isGone = stored.isEmpty() && !job.spec().input().isGenerated();
    if (isGone && job.state().isTerminal() && job.counts().failed() > 0) {
      throw ProblemException.of(
          ProblemType.NOT_RETRYABLE,
          "the input is gone, because the job was cancelled, expired or damaged");
    }
    return new FailedInput(job.spec().input(), stored);
  }

  /** Writes the failed items of one segment. One that has a value by now is passed over. */
  void write(JobResults.Entry entry, ResultStream.Range range, ResultWriter writer)
      throws IOException {
    for (var error : entry.segment().errors()) {
      long index = entry.start() + error.offset();
      if (index >= range.from() && index < range.to()) {
        write(index, writer);
      }
    }
  }

  private void write(long index, ResultWriter writer) throws IOException {
    if (kind instanceof Input.Generated generated) {
      var item = generated.item(index);
      writer.plain(item, 0, item.length);
      return;
    }
    if (place == null || !place.isBefore(index)) {
      place = stored.block(index).map(Place::new).orElse(null);
    }
    if (place != null) {
      place.moveTo(index);
      writer.plain(place.block.items(), place.slices.start(), place.slices.length());
    }
  }

  /** How far a block was walked through. */
  private static final class Place {
    private final Block block;
    private final JsonSlices slices;
    private long next;

    Place(Block block) {
      this.block = block;
      this.slices = new JsonSlices(block.items(), 0, block.items().length);
      this.next = block.start();
    }

    boolean isBefore(long index) {
      return index < block.start() + block.count();
    }

    void moveTo(long index) {
      while (next <= index && slices.next()) {
        next++;
      }
    }
  }
}
