package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StorePropertiesTest {
  @Test
  void defaultsAreThoseOfTheDocuments() {
    assertThat(StoreProperties.defaults())
        .isEqualTo(
            new StoreProperties(
                Duration.ofSeconds(15), Duration.ofMinutes(1), 10_000, Durability.FAST));
  }

  @Test
  void leaseThatABusyWorkerWouldMissIsRefused() {
    assertThat(with(Duration.ofSeconds(3), 1).lease()).isEqualTo(Duration.ofSeconds(3));
    assertThatThrownBy(() -> with(Duration.ofMillis(2_999), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("starmap.store.lease");
  }

  @Test
  void atLeastOneJobMustBeAllowed() {
    assertThatThrownBy(() -> with(Duration.ofSeconds(15), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("starmap.store.max-active-jobs");
  }

  private static StoreProperties with(Duration lease, int jobs) {
    return new StoreProperties(lease, Duration.ofMinutes(1), jobs, Durability.FAST);
  }
}
