package starmap.worker.execute;

import java.util.Locale;
import java.util.Optional;
import starmap.chunk.Part;
import starmap.chunk.Settlement;

/** Hears of each chunk that a slot has spent time on; on the slot's thread, which waits for it. */
@FunctionalInterface
public interface Executions {
  /** Nobody listens. */
  Executions UNHEARD = (_, _, _) -> {};

  /** A slot is through with a chunk of a function, which is named with its version. */
  void ended(String function, Fate fate, long nanos);

  /** What became of a chunk; whatever became of its items. */
  enum Fate {
    /** It was computed to its end. */
    COMPLETED,
    /** Its rest went back: the worker drains, or others had nothing to do. */
    RETURNED,
    /** Its lease was lost on the way. */
    LOST;

    /** How outcomes are written in tags. */
    public String tag() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Fate of(Optional<Settlement> settlement) {
      if (settlement.isEmpty()) {
        return LOST;
      }
      var parts = settlement.get().parts();
      return !parts.isEmpty() && parts.getLast() instanceof Part.Returned ? RETURNED : COMPLETED;
    }
  }
}
