package starmap.meter;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.LongStream;

/**
 * Timers whose distribution is told in a few fixed steps, chosen for what they measure: those that
 * Micrometer would choose itself are ten times as many, and each is one more series for every value
 * of a tag.
 */
public final class Timers {
  /** Of chunks, which should take 250 ms and may take an hour. */
  private static final Duration[] CHUNK =
      millis(1, 5, 25, 100, 250, 500, 1_000, 5_000, 30_000, 120_000, 600_000);

  /** Of round trips to Redis. */
  private static final Duration[] CALL = millis(1, 2, 5, 10, 50, 250, 1_000, 2_000);

  private Timers() {}

  /** For the life of a chunk. */
  public static Timer.Builder ofChunks(MeterName name) {
    return builder(name).serviceLevelObjectives(CHUNK);
  }

  /** For calls of Redis. */
  static Timer.Builder ofCalls(MeterName name) {
    return builder(name).serviceLevelObjectives(CALL);
  }

  private static Timer.Builder builder(MeterName name) {
    return Timer.builder(name.id()).description(name.description());
  }

  private static Duration[] millis(long... steps) {
    return LongStream.of(steps).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }
}
