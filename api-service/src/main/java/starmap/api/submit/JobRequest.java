package starmap.api.submit;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import starmap.job.Mode;
import starmap.job.OnError;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The body of {@code POST /v1/jobs}, apart from the items themselves.
 *
 * @param function its name, or {@code name@version}; none in mode calls, where each item has its
 *     own
 * @param mode map (default), starmap, calls, or reduce
 * @param input where items come from
 * @param chunkSize items in a chunk: a number, or "auto" (default)
 * @param onError what a failed item means: collect (default) or fail
 * @param store whether results are kept (default true)
 * @param ttl how long the job is kept after it ended: ISO 8601, or seconds
 * @param labels the client's own words
 * @param retry when a failed item is tried again (default: never)
 * @param timeout how long items and the job may take (default: as long as they like)
 * @param tolerate how many failed items the job bears (default: any number)
 * @param constants arguments that are the same for every item, by name
 * @param reduce one value made of all: the name of an operation or of a function of two arguments,
 *     or an object with its parameters
 * @param priority 0 to 9, a weight in the queue (default 5)
 * @param maxConcurrency most chunks that are outstanding at once (default: as many as make sense)
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
    @Nullable Tolerate tolerate,
    @JsonDeserialize(contentUsing = Verbatim.class) @Nullable Map<String, String> constants,
    @JsonDeserialize(using = ReduceReader.class) @Nullable Reducing reduce,
    @Nullable Integer priority,
    @Nullable Integer maxConcurrency) {

  /**
   * Exactly one of these.
   *
   * @param items an inline array; here without its elements, which became blocks
   * @param range integers
   * @param repeat one value many times
   * @param product every combination of elements of these lists, the last moving fastest
   * @param zip the first elements of these lists, then the second, up to the shortest
   * @param random reproducible random integers
   * @param open whether items follow in requests of their own
   */
  record Input(
      @JsonProperty @Nullable List<Object> items,
      @Nullable Range range,
      @Nullable Repeat repeat,
      @JsonDeserialize(contentUsing = AxisReader.class) @Nullable List<Axis> product,
      @JsonDeserialize(contentUsing = AxisReader.class) @Nullable List<Axis> zip,
      @Nullable Random random,
      @Nullable Boolean open) {
    /** Whether items follow. */
    boolean isOpen() {
      return Boolean.TRUE.equals(open);
    }
  }

  /**
   * The same value again and again.
   *
   * @param value any JSON value
   * @param times how often
   */
  record Repeat(
      @JsonDeserialize(using = Verbatim.class) @Nullable String value, @Nullable Long times) {}

  /**
   * Random integers of 64 bits; each index always has the same.
   *
   * @param seed decides them all (default 0)
   * @param count how many
   */
  record Random(@Nullable Long seed, @Nullable Long count) {}

  /**
   * A list of values, or {@code {"range":{…}}}.
   *
   * @param values the JSON text of each
   * @param range integers
   */
  @Schema(type = "array")
  record Axis(@Nullable List<String> values, @Nullable Range range) {}

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
   * How values are folded to one.
   *
   * @param op sum, count, min, max, mean, variance, histogram or concat; or
   * @param function a function of two arguments
   * @param bounds edges of the bins of a histogram, rising; or
   * @param min its lower edge
   * @param max its upper edge
   * @param bins number of bins of equal width between them (default 10)
   */
  @Schema(
      types = {"object", "string"},
      description = "an operation or a function of two arguments: its name, or an object")
  record Reducing(
      @Nullable String op,
      @Nullable String function,
      @Nullable List<Double> bounds,
      @Nullable Double min,
      @Nullable Double max,
      @Nullable Integer bins) {}

  /**
   * How many failed items a job bears; one more fails it.
   *
   * @param count a number of items
   * @param percent a share of all items, 0 to 100
   */
  record Tolerate(@Nullable Long count, @Nullable Double percent) {}
}
