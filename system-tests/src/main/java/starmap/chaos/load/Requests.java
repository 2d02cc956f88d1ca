package starmap.chaos.load;

import java.util.concurrent.atomic.LongAdder;

/** What became of requests. */
public final class Requests {
  private final LongAdder sent = new LongAdder();
  private final LongAdder repeated = new LongAdder();
  private final LongAdder unavailable = new LongAdder();
  private final LongAdder cut = new LongAdder();

  void onSent() {
    sent.increment();
  }

  void onRepeated() {
    repeated.increment();
  }

  void onUnavailable() {
    unavailable.increment();
  }

  void onCut() {
    cut.increment();
  }

  /** All of them. */
  public long sent() {
    return sent.sum();
  }

  /** Those that had to be repeated, or gone on with, for whatever reason. */
  public long repeated() {
    return repeated.sum();
  }

  /** Those that were answered with 503. */
  public long unavailable() {
    return unavailable.sum();
  }

  /** Streams of results that broke off and were gone on with. */
  public long cut() {
    return cut.sum();
  }
}
