package starmap.api.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.swagger.v3.oas.annotations.media.Schema;
import starmap.job.Reduce;
import starmap.job.Reduction;

/**
 * The value that the items of a job are folded to.
 *
 * @param op how
 * @param value a JSON value; null where no item has one yet
 * @param items number of values in it
 * @param isFinal whether the job has ended
 */
public record ReductionView(
    Reduce.Op op,
    @JsonRawValue @Schema(types = {"number", "string", "array", "object", "null"}) String value,
    long items,
    @JsonProperty("final") boolean isFinal) {
  static ReductionView of(Reduction reduction) {
    return new ReductionView(
        reduction.op(), reduction.value(), reduction.items(), reduction.isFinal());
  }
}
