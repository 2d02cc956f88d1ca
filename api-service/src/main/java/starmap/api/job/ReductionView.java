package starmap.api.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import starmap.job.Reduce;
import starmap.job.Reduction;

/**
 * The value that the items of a job are folded to.
 *
 * @param op how
 * @param function the function that folds, where one does; else null
 * @param value a JSON value; null where no item has one yet
 * @param items number of values in it; where a function folds, those of the first items
 * @param isFinal whether the job has ended
 * @param problem why there is no value although there are items; absent where nothing is wrong
 */
public record ReductionView(
    Reduce.Op op,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String function,
    @JsonRawValue @Schema(types = {"number", "string", "array", "object", "null"}) String value,
    long items,
    @JsonProperty("final") boolean isFinal,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String problem) {
  static ReductionView of(Reduction reduction) {
    var reduce = reduction.reduce();
    return new ReductionView(
        reduce.op(),
        reduce.function(),
        reduction.value(),
        reduction.items(),
        reduction.isFinal(),
        reduction.problem());
  }
}
