package starmap.worker.trace;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import starmap.chunk.ClaimedChunk;

/** Makes the computing of chunks a part of the traces of their jobs. */
public interface ChunkTraces {
  /** Of a worker that takes no part in traces. */
  ChunkTraces NONE =
      new ChunkTraces() {
        @Override
        public <T> T trace(ClaimedChunk chunk, Supplier<T> computing) {
          return computing.get();
        }
      };

  /** Computes a chunk; whatever is logged meanwhile on this thread names the trace. */
  <T extends @Nullable Object> T trace(ClaimedChunk chunk, Supplier<T> computing);
}
