package starmap.worker.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import starmap.chunk.Part;
import starmap.meter.MeterName;
import starmap.meter.Timers;
import starmap.worker.execute.Executions.Fate;

/** The meters of one function. */
final class FunctionMeters {
  private final MeterRegistry registry;
  private final String function;
  private final Counter succeeded;
  private final Counter failed;
  private final Counter retried;
  private final Map<Fate, Timer> executions = new ConcurrentHashMap<>();

  /** {@code function} is the value of the tag. */
  FunctionMeters(MeterRegistry registry, String function) {
    this.registry = registry;
    this.function = function;
    this.succeeded = items("succeeded");
    this.failed = items("failed");
    this.retried = items("retried");
  }

  /** Most functions only know chunks that are completed, so the others are made when they occur. */
  Timer execution(Fate fate) {
    return executions.computeIfAbsent(
        fate,
        one ->
            Timers.ofChunks(MeterName.CHUNK_EXECUTION)
                .tag(MeterName.FUNCTION, function)
                .tag(MeterName.OUTCOME, one.tag())
                .register(registry));
  }

  void count(List<Part> parts) {
    for (var part : parts) {
      switch (part) {
        case Part.Recorded recorded -> {
          int bad = recorded.segment().failed();
          succeeded.increment(recorded.segment().count() - bad);
          if (bad > 0) {
            failed.increment(bad);
          }
        }
        case Part.Delayed delayed -> retried.increment(delayed.length());
        case Part.Returned _, Part.Kept _ -> {
          // not computed yet
        }
      }
    }
  }

  private Counter items(String outcome) {
    return Counter.builder(MeterName.ITEM_PROCESSED.id())
        .description(MeterName.ITEM_PROCESSED.description())
        .tag(MeterName.FUNCTION, function)
        .tag(MeterName.OUTCOME, outcome)
        .register(registry);
  }
}
