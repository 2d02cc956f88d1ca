package starmap.worker.function;

import java.util.List;
import org.jspecify.annotations.Nullable;
import starmap.argument.ArgumentSchema;
import starmap.argument.Fault;
import starmap.argument.ItemCheck;
import starmap.fleet.FunctionDescriptor;
import starmap.job.JobSpec;
import starmap.wire.Json;

/**
 * Checks items before they go to a child process, against the schema of its manifest or of its type
 * hints. Kept for as long as the function: {@link #of} compiles the schema. Thread-safe.
 */
public final class ArgumentCheck {
  /** Where nothing is known about the arguments. */
  public static final ArgumentCheck NONE = new ArgumentCheck(null, List.of());

  private final @Nullable ArgumentSchema schema;
  private final List<FunctionDescriptor.Parameter> parameters;

  private ArgumentCheck(
      @Nullable ArgumentSchema schema, List<FunctionDescriptor.Parameter> parameters) {
    this.schema = schema;
    this.parameters = List.copyOf(parameters);
  }

  /** Checks the items of one job; null is a right item. */
  @FunctionalInterface
  public interface OfJob {
    /** Lets everything pass. */
    OfJob NONE = _ -> null;

    /** What is wrong with an item, given as the bytes of one JSON value. */
    @Nullable String error(byte[] item);
  }

  /**
   * Of a function.
   *
   * @param schema a JSON Schema of the array of all arguments; null where nothing is known
   * @throws IllegalArgumentException where it is no JSON Schema
   */
  public static ArgumentCheck of(
      @Nullable String schema, List<FunctionDescriptor.Parameter> parameters) {
    return schema == null ? NONE : new ArgumentCheck(ArgumentSchema.of(schema), parameters);
  }

  /** For the items of a job; where there is nothing to check, {@link OfJob#NONE}. */
  public OfJob of(JobSpec spec) {
    var check = schema == null ? null : ItemCheck.of(schema, parameters, spec);
    if (check == null) {
      return OfJob.NONE;
    }
    var wrong = message(check.constants());
    return wrong != null ? _ -> wrong : item -> message(check.check(Json.MAPPER.readTree(item)));
  }

  private static @Nullable String message(List<Fault> faults) {
    return faults.isEmpty() ? null : faults.getFirst().message();
  }
}
