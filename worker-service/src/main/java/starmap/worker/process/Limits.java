package starmap.worker.process;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a function allows its children.
 *
 * @param timeout how long an item may take; null is as long as it likes
 * @param memory how many bytes a child may have; 0 is as many as it likes
 * @param maxTasks how many items a child takes before it is replaced; 0 is any number
 * @param children how many children share the items of a chunk
 * @param permanent types of errors that are never tried again
 */
record Limits(
    @Nullable Duration timeout, long memory, int maxTasks, int children, Set<String> permanent) {
  /** Of a function without a manifest. */
  static final Limits NONE = new Limits(null, 0, 0, 1, Set.of());

  /** Copies what callers may change. */
  Limits {
    permanent = Set.copyOf(permanent);
  }
}
