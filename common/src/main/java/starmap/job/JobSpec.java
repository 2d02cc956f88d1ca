package starmap.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a worker must know to compute any chunk of a job. Stored with the job as JSON.
 *
 * @param function the pinned name, {@code name@version}
 * @param mode how an item becomes an argument
 * @param input where items come from
 * @param retry when a failed item is tried again; null is never
 * @param itemTimeout how long one item may take; null is as long as it likes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobSpec(
    String function,
    Mode mode,
    Input input,
    @Nullable Retry retry,
    @Nullable Duration itemTimeout) {

  /** A job whose items are tried once and take as long as they like. */
  public JobSpec(String function, Mode mode, Input input) {
    this(function, mode, input, null, null);
  }
}
