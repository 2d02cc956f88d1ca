package starmap.worker;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code starmap.worker.*}.
 *
 * @param name what people call this worker; empty: host-pid
 * @param slots how many chunks it computes at a time; 0: one for each processor
 * @param heartbeat how often it renews its leases; at most a third of starmap.store.lease
 * @param idlePoll how long an idle worker waits for the doorbell before it looks anyway; up to 100
 *     times as long in a fleet of more than 100 workers
 * @param grace how long a draining worker waits for the items at hand before it interrupts them
 * @param functions the folder that is watched for files with functions; it need not exist; empty:
 *     none
 * @param keepVersions how long a replaced version of a file is kept for jobs that pinned it, after
 *     it was last used
 * @param python what runs Python files: its path, or its name in PATH
 */
@Validated
@ConfigurationProperties("starmap.worker")
public record WorkerProperties(
    @DefaultValue("") String name,
    @DefaultValue("0") @Min(0) @Max(4096) int slots,
    @DefaultValue("5s") @DurationMin(millis = 100) Duration heartbeat,
    @DefaultValue("1s") @DurationMin(millis = 10) Duration idlePoll,
    @DefaultValue("20s") @DurationMin Duration grace,
    @DefaultValue("functions") String functions,
    @DefaultValue("1h") @DurationMin Duration keepVersions,
    @DefaultValue("python3") @NotBlank String python) {

  /** The number of slots, with the default worked out. */
  int actualSlots() {
    return slots > 0 ? slots : Runtime.getRuntime().availableProcessors();
  }

  /**
   * A worker whose heartbeat is too slow for the lease would lose its chunks at the first hiccup.
   */
  void requireFasterThan(Duration lease) {
    if (heartbeat.multipliedBy(3).compareTo(lease) > 0) {
      throw new IllegalArgumentException(
          "starmap.worker.heartbeat ("
              + heartbeat
              + ") must be at most a third of starmap.store.lease ("
              + lease
              + "): lower the heartbeat or raise the lease");
    }
  }
}
