package starmap.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import starmap.store.CallOutcome;

class StoreTimersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final StoreTimers timers = new StoreTimers(registry);

  @Test
  void callsAreTimedByVerbAndOutcome() {
    timers.record("claim", CallOutcome.OK, Duration.ofMillis(3).toNanos());
    timers.record("claim", CallOutcome.OK, Duration.ofMillis(4).toNanos());
    timers.record("claim", CallOutcome.UNAVAILABLE, Duration.ofSeconds(2).toNanos());

    var ok = registry.get("starmap.store.call").tags("verb", "claim", "outcome", "ok").timer();
    assertThat(ok.count()).isEqualTo(2);
    assertThat(ok.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(7);
    assertThat(registry.get("starmap.store.call").tag("outcome", "unavailable").timer().count())
        .isOne();
  }

  @Test
  void whatHasNotOccurredCostsNoSeries() {
    assertThat(registry.getMeters()).isEmpty();
  }
}
