package starmap.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker must know to compute any chunk of a job. Stored with the job as JSON.
 *
 * @param function the pinned name, {@code name@version}; {@link #CALLS} where each item names its
 *     own
 * @param mode how an item becomes an argument
 * @param input where items come from
 * @param retry when a failed item is tried again; null is never
 * @param itemTimeout how long one item may take; null is as long as it likes
 * @param constants arguments that are the same for every item: name → the text of one JSON value;
 *     null where there are none
 * @param reduce what the values are folded to; null where they are not
 * @param discard true where values are of no use but for {@code reduce}, and need not be stored;
 *     else null
 * @param source where the function comes from, see {@code FunctionDescriptor.Origin}; null where
 *     every worker has it anyway
 * @param trace what goes on with the trace that the job belongs to: header → its text, as between
 *     services; null where there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobSpec(
    String function,
    Mode mode,
    Input input,
    @Nullable Retry retry,
    @Nullable Duration itemTimeout,
    @Nullable Map<String, String> constants,
    @Nullable Reduce reduce,
    @Nullable Boolean discard,
    @Nullable String source,
    @Nullable Map<String, String> trace) {
  /** Stands for the functions of a job in mode {@link Mode#CALLS}. */
  public static final String CALLS = "calls";

  /** Knows one form of "no". */
  public JobSpec {
    discard = Boolean.TRUE.equals(discard) ? discard : null;
  }

  /** The same of a function that comes from a source; null is none. */
  public JobSpec from(@Nullable String newSource) {
    return new JobSpec(
        function, mode, input, retry, itemTimeout, constants, reduce, discard, newSource, trace);
  }

  /** The same as a part of a trace; null is none. */
  public JobSpec traced(@Nullable Map<String, String> newTrace) {
    return new JobSpec(
        function, mode, input, retry, itemTimeout, constants, reduce, discard, source, newTrace);
  }

  /** The same job as a call of another function, whose arguments an array brings. */
  public JobSpec calling(String other) {
    return new JobSpec(other, Mode.STARMAP, input, retry, itemTimeout);
  }

  /** A job whose items are tried once and take as long as they like. */
  public JobSpec(String function, Mode mode, Input input) {
    this(function, mode, input, null, null);
  }

  /** A job whose values are stored as they are, of functions without constants. */
  public JobSpec(
      String function,
      Mode mode,
      Input input,
      @Nullable Retry retry,
      @Nullable Duration itemTimeout) {
    this(function, mode, input, retry, itemTimeout, null, null, null, null, null);
  }
}
