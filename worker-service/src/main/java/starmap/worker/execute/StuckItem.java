package starmap.worker.execute;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import starmap.chunk.Part;
import starmap.chunk.Settlement;
import starmap.worker.held.HeldChunk;

/** The last word of a worker that ends because an item does not. */
public final class StuckItem {
  /** Each attempt costs a worker. */
  private static final int MOST_ATTEMPTS = 3;

  private StuckItem() {}

  /**
   * The item fails, or is tried again; what came before and behind it goes back. Empty where it has
   * just ended after all.
   */
  public static Optional<Settlement> settlement(HeldChunk held) {
    var work = held.atWork();
    if (work.position() < 0) {
      return Optional.empty();
    }
    var chunk = held.claimed();
    var outcomes = new Outcomes(work.id().start() + work.position(), held, System.nanoTime());
    var pause = chunk.attempt() < MOST_ATTEMPTS ? Pauses.next(chunk) : Optional.<Duration>empty();
    pause.ifPresentOrElse(
        outcomes::again,
        () ->
            outcomes.failure(
                ItemGuard.TIMED_OUT,
                "the item took longer than %s and did not react to an interrupt; its worker was ended"
                    .formatted(chunk.spec().itemTimeout())));
    var parts = new ArrayList<Part>(returned(work.position()));
    parts.addAll(outcomes.finish());
    parts.addAll(returned(work.id().length() - work.position() - 1));
    var busy = Objects.requireNonNullElse(chunk.spec().itemTimeout(), Duration.ZERO);
    return Optional.of(new Settlement(work.id(), work.token(), busy, parts));
  }

  private static List<Part> returned(int items) {
    return items == 0 ? List.of() : List.of(new Part.Returned(items));
  }
}
