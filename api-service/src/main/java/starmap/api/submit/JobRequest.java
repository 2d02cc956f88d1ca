package starmap.api.submit;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import starmap.job.Mode;
import starmap.job.OnError;

/**
 * The body of {@code POST /v1/jobs}, apart from the items themselves.
 *
 * @param function its name, or {@code name@version}
 * @param mode map (default) or starmap
 * @param input where items come from
 * @param chunkSize items in a chunk: a number, or "auto" (default)
 * @param onError what a failed item means: collect (default) or fail
 * @param store whether results are kept (default true)
 * @param ttl how long the job is kept after it ended: ISO 8601, or seconds
 * @param labels the client's own words
 */
record JobRequest(
    @Nullable String function,
    @Nullable Mode mode,
    @Nullable Input input,
    @Nullable Object chunkSize,
    @Nullable OnError onError,
    @Nullable Boolean store,
    @Nullable Duration ttl,
    @Nullable Map<String, String> labels) {

  /**
   * Exactly one of these.
   *
   * @param items an inline array; here without its elements, which became blocks
   * @param range integers
   */
  record Input(@JsonProperty @Nullable List<Object> items, @Nullable Range range) {}

  /**
   * As Python's range.
   *
   * @param start the first item (default 0)
   * @param stop the bound that is not reached
   * @param step what each item adds (default 1)
   */
  record Range(@Nullable Long start, @Nullable Long stop, @Nullable Long step) {}
}
