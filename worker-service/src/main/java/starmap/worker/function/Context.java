package starmap.worker.function;

import java.util.Map;
import starmap.chunk.ClaimedChunk;
import starmap.function.CallContext;
import starmap.function.RawJson;
import starmap.worker.execute.FunctionRuntime;

/**
 * What a Java function may know.
 *
 * @param item the item's index, or {@link #AT_HAND}
 */
record Context(
    ClaimedChunk chunk,
    Map<String, RawJson> constants,
    FunctionRuntime.Progress progress,
    long item)
    implements CallContext {
  /** The item that the progress is at. */
  static final long AT_HAND = -1;

  @Override
  public String jobId() {
    return chunk.id().job().value();
  }

  @Override
  public long index() {
    return item == AT_HAND ? progress.index() : item;
  }

  @Override
  public int attempt() {
    return chunk.attempt();
  }

  @Override
  public boolean isCancelled() {
    return progress.isCancelled();
  }
}
