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
 * @param retry when a failed item is tried again (default: never)
 * @param timeout how long items and the job may take (default: as long as they like)
 * @param tolerate how many failed items the job bears (default: any number)
 */
record JobRequest(
    @Nullable String function,
    @Nullable Mode mode,
    @Nullable Input input,
    @Nullable Object chunkSize,
    @Nullable OnError onError,
    @Nullable Boolean store,
    @Nullable Duration ttl,
    @Nullable Map<String, String> labels,
    @Nullable Retry retry,
    @Nullable Timeout timeout,
    @Nullable Tolerate tolerate) {

  /**
   * Exactly one of these.
   *
   * @param items an inline array; here without its elements, which became blocks
   * @param range integers
   * @param open whether items follow in requests of their own
   */
  record Input(
      @JsonProperty @Nullable List<Object> items, @Nullable Range range, @Nullable Boolean open) {
    /** How many of them are given. */
    int given() {
      return (items == null ? 0 : 1) + (range == null ? 0 : 1) + (isOpen() ? 1 : 0);
    }

    /** Whether items follow. */
    boolean isOpen() {
      return Boolean.TRUE.equals(open);
    }
  }

  /**
   * As Python's range.
   *
   * @param start the first item (default 0)
   * @param stop the bound that is not reached
   * @param step what each item adds (default 1)
   */
  record Range(@Nullable Long start, @Nullable Long stop, @Nullable Long step) {}

  /**
   * When a failed item is tried again; pauses double from one attempt to the next.
   *
   * @param maxAttempts how often it is tried at most, 1 to 100 (default 3)
   * @param initial the first pause, ISO 8601 (default PT0.2S)
   * @param max the longest pause (default PT30S)
   * @param jitter share of a pause by which it varies, 0 to 1 (default 0.2)
   */
  record Retry(
      @Nullable Integer maxAttempts,
      @Nullable Duration initial,
      @Nullable Duration max,
      @Nullable Double jitter) {}

  /**
   * How long things may take.
   *
   * @param item one attempt of one item, ISO 8601
   * @param job the whole job, from its submission
   */
  record Timeout(@Nullable Duration item, @Nullable Duration job) {}

  /**
   * How many failed items a job bears; one more fails it.
   *
   * @param count a number of items
   * @param percent a share of all items, 0 to 100
   */
  record Tolerate(@Nullable Long count, @Nullable Double percent) {}
}
