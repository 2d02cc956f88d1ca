package starmap.worker.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.LeaseState;
import starmap.chunk.SettleResult;
import starmap.chunk.Settlement;
import starmap.meter.FunctionTag;
import starmap.meter.MeterName;
import starmap.meter.StoreTimers;
import starmap.meter.Timers;
import starmap.store.CallOutcome;
import starmap.store.StoreListener;
import starmap.worker.execute.Executions;
import starmap.worker.held.HeldChunks;

/**
 * What this worker does. Items are counted with the settlement that records them, so that each
 * counts once in the whole fleet, and nothing is spent on a single one.
 */
public final class WorkerMeters implements StoreListener, Executions {
  private final MeterRegistry registry;
  private final HeldChunks held;
  private final StoreTimers calls;
  private final Timer wait;
  private final Counter lost;
  private final FunctionTag names = new FunctionTag();
  private final Map<String, FunctionMeters> functions = new ConcurrentHashMap<>();

  /** {@code held} knows which function a chunk is of. */
  public WorkerMeters(MeterRegistry registry, HeldChunks held) {
    this.registry = registry;
    this.held = held;
    this.calls = new StoreTimers(registry);
    this.wait = Timers.ofChunks(MeterName.CHUNK_WAIT).register(registry);
    this.lost =
        Counter.builder(MeterName.LEASE_LOST.id())
            .description(MeterName.LEASE_LOST.description())
            .register(registry);
  }

  /** Tells of the slots from now on. */
  public void slots(int slots, IntSupplier busy) {
    gauge(MeterName.WORKER_SLOTS, () -> slots);
    gauge(MeterName.WORKER_SLOTS_BUSY, busy);
  }

  @Override
  public void called(String verb, CallOutcome outcome, long nanos) {
    calls.record(verb, outcome, nanos);
  }

  @Override
  public void claimed(List<ClaimedChunk> chunks) {
    chunks.forEach(chunk -> wait.record(chunk.waited()));
  }

  @Override
  public void settled(List<Settlement> settlements, List<SettleResult> results) {
    var byToken = settlements.isEmpty() ? Map.<String, String>of() : held.functions();
    for (int i = 0; i < settlements.size(); i++) {
      var settlement = settlements.get(i);
      switch (results.get(i)) {
        case RECORDED -> count(byToken, settlement);
        case LATE -> {
          count(byToken, settlement);
          lost.increment();
        }
        case LOST -> lost.increment();
        case GONE -> {
          // another one recorded it, or nobody wants it any more
        }
      }
    }
  }

  @Override
  public void extended(List<LeaseState> states) {
    lost.increment((double) states.stream().filter(LeaseState.LOST::equals).count());
  }

  @Override
  public void ended(String function, Fate fate, long nanos) {
    of(function).execution(fate).record(nanos, TimeUnit.NANOSECONDS);
  }

  private void count(Map<String, String> byToken, Settlement settlement) {
    var function = byToken.get(settlement.token());
    if (function != null) {
      of(function).count(settlement.parts());
    }
  }

  private FunctionMeters of(String function) {
    return functions.computeIfAbsent(
        names.of(function), name -> new FunctionMeters(registry, name));
  }

  private void gauge(MeterName name, IntSupplier value) {
    Gauge.builder(name.id(), value::getAsInt).description(name.description()).register(registry);
  }
}
