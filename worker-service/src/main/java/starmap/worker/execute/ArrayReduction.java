package starmap.worker.execute;

import starmap.chunk.ClaimedChunk;
import tools.jackson.core.JsonToken;

/** Runs items that are arrays, whose elements are folded from left to right. */
final class ArrayReduction implements FunctionRuntime {
  private final Reducer reducer;

  ArrayReduction(Reducer reducer) {
    this.reducer = reducer;
  }

  @Override
  public void run(ClaimedChunk chunk, ItemSource items, Progress progress) {
    while (progress.wantsMore() && items.next()) {
      if (items.parser().currentToken() == JsonToken.START_ARRAY) {
        reduce(new JsonItems(items.raw().utf8()), progress);
      } else {
        progress.failure("InvalidArgument", "expected an array of values to fold");
      }
      items.skip();
    }
  }

  private void reduce(JsonItems values, Progress progress) {
    if (!values.next()) {
      progress.failure("InvalidArgument", "expected an array of 1 value or more, got none");
      return;
    }
    var folded = values.raw().utf8();
    while (values.next() && !progress.isCancelled()) {
      var both = reducer.reduce(folded, values.raw().utf8(), progress);
      if (both.isEmpty()) {
        return;
      }
      folded = both.get();
    }
    progress.value(folded);
  }
}
