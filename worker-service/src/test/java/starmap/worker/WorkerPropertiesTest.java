package starmap.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkerPropertiesTest {
  private static final Duration LEASE = Duration.ofSeconds(15);

  @Test
  void aHeartbeatThatIsTooSlowForTheLeaseIsRefusedWithBothNames() {
    assertThatCode(() -> properties(0, Duration.ofSeconds(5)).requireFasterThan(LEASE))
        .doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> properties(0, Duration.ofMillis(5001)).requireFasterThan(LEASE))
        .withMessage(
            "starmap.worker.heartbeat (PT5.001S) must be at most a third of starmap.store.lease"
                + " (PT15S): lower the heartbeat or raise the lease");
  }

  @Test
  void zeroSlotsMeanOneForEachProcessor() {
    assertThat(properties(0, LEASE).actualSlots())
        .isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(properties(3, LEASE).actualSlots()).isEqualTo(3);
  }

  @Test
  void timesThatWouldKeepRedisBusyForNothingAreRefused() {
    try (var factory = Validation.buildDefaultValidatorFactory()) {
      var validator = factory.getValidator();
      assertThat(violations(validator, properties(1, Duration.ofSeconds(5)))).isZero();
      assertThat(violations(validator, properties(1, Duration.ZERO))).isEqualTo(1);
      assertThat(violations(validator, properties(-1, Duration.ofSeconds(-1)))).isEqualTo(2);
      var noPoll =
          new WorkerProperties(
              "",
              1,
              Duration.ofSeconds(5),
              Duration.ZERO,
              Duration.ofSeconds(-1),
              "",
              Duration.ofHours(1),
              "python3");
      assertThat(violations(validator, noPoll)).isEqualTo(2);
    }
  }

  private static int violations(Validator validator, WorkerProperties properties) {
    return validator.validate(properties).size();
  }

  private static WorkerProperties properties(int slots, Duration heartbeat) {
    return new WorkerProperties(
        "",
        slots,
        heartbeat,
        Duration.ofSeconds(1),
        Duration.ofSeconds(20),
        "",
        Duration.ofHours(1),
        "python3");
  }
}
