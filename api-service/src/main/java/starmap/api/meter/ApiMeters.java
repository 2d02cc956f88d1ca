package starmap.api.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;
import starmap.meter.MeterName;
import starmap.meter.StoreTimers;
import starmap.store.CallOutcome;
import starmap.store.StoreListener;

/** What this process does: its calls of the store, and the jobs it brings there. */
@Component
class ApiMeters implements StoreListener {
  private final StoreTimers calls;
  private final Counter submitted;

  ApiMeters(MeterRegistry registry) {
    calls = new StoreTimers(registry);
    submitted =
        Counter.builder(MeterName.JOB_SUBMITTED.id())
            .description(MeterName.JOB_SUBMITTED.description())
            .register(registry);
  }

  @Override
  public void called(String verb, CallOutcome outcome, long nanos) {
    calls.record(verb, outcome, nanos);
  }

  @Override
  public void submitted() {
    submitted.increment();
  }
}
