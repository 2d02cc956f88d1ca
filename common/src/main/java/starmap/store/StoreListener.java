package starmap.store;

import java.util.List;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.LeaseState;
import starmap.chunk.SettleResult;
import starmap.chunk.Settlement;

/**
 * Hears what a store was asked and answered. It is told on the thread of the caller, who waits for
 * it: it must be quick, and must not fail.
 */
public interface StoreListener {
  /**
   * A call has ended, well or not.
   *
   * @param verb the method's name; {@code settle_claim} where it did both
   */
  void called(String verb, CallOutcome outcome, long nanos);

  /** A job is new. */
  default void submitted() {}

  /** Chunks were leased. */
  default void claimed(List<ClaimedChunk> chunks) {}

  /** Chunks were given back; one result for each. */
  default void settled(List<Settlement> settlements, List<SettleResult> results) {}

  /** Leases were renewed, or are gone. */
  default void extended(List<LeaseState> states) {}
}
