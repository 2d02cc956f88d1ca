package starmap.worker.execute;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import starmap.chunk.ClaimedChunk;
import starmap.function.RawJson;

/** Folds neighbouring values by a function of two arguments. */
final class Reducer {
  private final ClaimedChunk chunk;
  private final FunctionRuntime runtime;

  /** By the function of a name, for the items of a chunk. */
  Reducer(String function, ChunkRunner.Functions functions, ClaimedChunk chunk) {
    this.chunk = chunk.calling(function);
    this.runtime = functions.find(function).orElse(ChunkRunner::unknown);
  }

  /**
   * The value of two, in their order. Where there is none, empty, and {@code progress} is told what
   * became of the item at hand.
   */
  Optional<byte[]> reduce(byte[] left, byte[] right, FunctionRuntime.Progress progress) {
    var value = new Value(progress);
    runtime.run(chunk, JsonItems.before(pair(left, right)), value);
    return Optional.ofNullable(value.json);
  }

  private static RawJson pair(byte[] left, byte[] right) {
    var pair = new byte[left.length + right.length + 3];
    pair[0] = '[';
    System.arraycopy(left, 0, pair, 1, left.length);
    pair[left.length + 1] = ',';
    System.arraycopy(right, 0, pair, left.length + 2, right.length);
    pair[pair.length - 1] = ']';
    return new RawJson(pair);
  }

  /** Keeps the value for itself. */
  private static final class Value extends Single {
    private byte @Nullable [] json;

    Value(FunctionRuntime.Progress run) {
      super(run);
    }

    @Override
    public void value(byte[] json) {
      this.json = json;
    }

    @Override
    public void value(long number) {
      json = Long.toString(number).getBytes(US_ASCII);
    }
  }
}
