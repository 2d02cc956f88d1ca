package starmap.worker.execute;

import starmap.chunk.ClaimedChunk;

/** One function as a worker runs it: in this process, or in a child process. */
public interface FunctionRuntime {
  /**
   * Computes items in order until there are no more or the sink wants no more. A failing item is
   * told to the sink and the next one goes on.
   *
   * @param chunk what the items belong to
   */
  void run(ClaimedChunk chunk, ItemSource items, Progress progress);

  /** The sink, and what a running function may ask. */
  interface Progress extends ItemSink {
    /** Whether the result will not be used. */
    boolean isCancelled();

    /** Index in the job of the item at hand. */
    long index();

    /**
     * For runtimes that begin items before the one at hand has ended, {@code most} of which are at
     * work at a time and the others wait: whether one more may be begun, behind the one at hand and
     * those begun already. It is not given to others then, and {@link #wantsMore} is still to be
     * asked when it is the first in order. Where this is never so, {@code wantsMore} begins one
     * item after the other.
     */
    default boolean mayBegin(int most) {
      return false;
    }

    /** The item failed, because there is no such function here. */
    default void unknown(String function) {
      failure("UnknownFunction", "this worker has no function " + function);
    }
  }
}
