package starmap.api.meter;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;
import starmap.job.JobState;
import starmap.meter.MeterName;
import starmap.store.StoreMemory;
import starmap.store.StoreWatch;

/**
 * What every API process tells alike, because it is about the whole installation: whoever adds up
 * must take one of them.
 */
@Component
class FleetMeters implements MeterBinder {
  private static final String SECONDS = "seconds";
  private static final String BYTES = "bytes";

  private final FleetView fleet;

  FleetMeters(FleetView fleet) {
    this.fleet = fleet;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(MeterName.JOB_ACTIVE, StoreWatch.Sight::active).register(registry);
    gauge(MeterName.JOB_STALLED, one -> one.stalled().toSeconds())
        .baseUnit(SECONDS)
        .register(registry);
    gauge(MeterName.QUEUE_BACKLOG, StoreWatch.Sight::ready).register(registry);
    gauge(MeterName.QUEUE_OLDEST, one -> one.oldest().toMillis() / 1e3)
        .baseUnit(SECONDS)
        .register(registry);
    gauge(MeterName.STORE_MEMORY_USED, one -> one.memory().usedBytes())
        .baseUnit(BYTES)
        .register(registry);
    gauge(MeterName.STORE_MEMORY_MAX, one -> limit(one.memory()))
        .baseUnit(BYTES)
        .register(registry);
    workers("serving", FleetView.Sight::serving).register(registry);
    workers("draining", FleetView.Sight::draining).register(registry);
    FunctionCounter.builder(
            MeterName.CHUNK_RECLAIMED.id(), fleet, f -> counted(f, StoreWatch.Sight::reclaimed))
        .description(MeterName.CHUNK_RECLAIMED.description())
        .register(registry);
    for (var state : JobState.values()) {
      if (state.isTerminal()) {
        bindEnds(state, registry);
      }
    }
  }

  private void bindEnds(JobState state, MeterRegistry registry) {
    var tag = state.name().toLowerCase(Locale.ROOT);
    FunctionCounter.builder(
            MeterName.JOB_ENDED.id(), fleet, f -> counted(f, one -> ended(one, state).count()))
        .tag(MeterName.STATE, tag)
        .description(MeterName.JOB_ENDED.description())
        .register(registry);
    FunctionTimer.builder(
            MeterName.JOB_DURATION.id(),
            fleet,
            f -> (long) counted(f, one -> ended(one, state).count()),
            f -> counted(f, one -> ended(one, state).took().toMillis()),
            TimeUnit.MILLISECONDS)
        .tag(MeterName.STATE, tag)
        .description(MeterName.JOB_DURATION.description())
        .register(registry);
  }

  private Gauge.Builder<FleetView> gauge(MeterName name, ToDoubleFunction<StoreWatch.Sight> value) {
    return Gauge.builder(name.id(), fleet, f -> now(f, one -> value.applyAsDouble(one.store())))
        .description(name.description());
  }

  private Gauge.Builder<FleetView> workers(String state, ToDoubleFunction<FleetView.Sight> value) {
    return Gauge.builder(MeterName.WORKERS.id(), fleet, f -> now(f, value))
        .description(MeterName.WORKERS.description())
        .tag(MeterName.STATE, state);
  }

  private static StoreWatch.Ended ended(StoreWatch.Sight sight, JobState state) {
    return sight.ended().getOrDefault(state, StoreWatch.Ended.NONE);
  }

  private static double limit(StoreMemory.Usage memory) {
    var most = memory.maxBytes();
    return most == null ? 0 : most;
  }

  /** Nobody knows how it is while Redis is away, and a number would be a lie. */
  private static double now(FleetView fleet, ToDoubleFunction<FleetView.Sight> value) {
    return fleet.now().map(value::applyAsDouble).orElse(Double.NaN);
  }

  private static double counted(FleetView fleet, ToDoubleFunction<StoreWatch.Sight> value) {
    return fleet.latest().map(FleetView.Sight::store).map(value::applyAsDouble).orElse(Double.NaN);
  }
}
