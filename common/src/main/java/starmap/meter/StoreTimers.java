package starmap.meter;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import starmap.store.CallOutcome;

/** {@link MeterName#STORE_CALL}: a timer for each verb and outcome that has occurred. */
public final class StoreTimers {
  private final Map<CallOutcome, Map<String, Timer>> timers = new EnumMap<>(CallOutcome.class);
  private final MeterRegistry registry;

  /** Makes its timers in {@code registry}, when they are needed. */
  public StoreTimers(MeterRegistry registry) {
    this.registry = registry;
    for (var outcome : CallOutcome.values()) {
      timers.put(outcome, new ConcurrentHashMap<>());
    }
  }

  /** A call has ended. */
  public void record(String verb, CallOutcome outcome, long nanos) {
    timers
        .getOrDefault(outcome, Map.of())
        .computeIfAbsent(verb, _ -> timer(verb, outcome))
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(String verb, CallOutcome outcome) {
    return Timers.ofCalls(MeterName.STORE_CALL)
        .tag(MeterName.VERB, verb)
        .tag(MeterName.OUTCOME, outcome.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }
}
