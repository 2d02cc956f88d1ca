package starmap.api.submit;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import starmap.api.function.FunctionCatalog;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.fleet.FunctionDescriptor;
import starmap.job.Reduce;

/** Checks what a client wants its values to be folded to. */
final class ReduceOptions {
  private static final int MOST_BINS = 10_000;
  private static final Map<String, Reduce.Op> OPERATIONS = operations();

  private ReduceOptions() {}

  private static Map<String, Reduce.Op> operations() {
    var all = EnumSet.complementOf(EnumSet.of(Reduce.Op.FUNCTION));
    var byName = new LinkedHashMap<String, Reduce.Op>();
    all.forEach(op -> byName.put(op.name().toLowerCase(Locale.ROOT), op));
    return byName;
  }

  static @Nullable Reduce reduce(JobRequest.@Nullable Reducing given, FunctionCatalog functions) {
    if (given == null) {
      return null;
    }
    if ((given.op() == null) == (given.function() == null)) {
      throw invalid(
          "/reduce/op",
          "name one 'op', of " + String.join(", ", OPERATIONS.keySet()) + ", or one 'function'");
    }
    var op = given.op() == null ? null : OPERATIONS.get(given.op());
    boolean binned =
        given.bounds() != null
            || given.min() != null
            || given.max() != null
            || given.bins() != null;
    if (op == Reduce.Op.HISTOGRAM) {
      return Reduce.histogram(bounds(given));
    }
    if (binned) {
      throw invalid("/reduce", "'bounds', 'min', 'max' and 'bins' belong to a histogram");
    }
    return op == null ? Reduce.by(function(given, functions)) : new Reduce(op);
  }

  private static String function(JobRequest.Reducing given, FunctionCatalog functions) {
    var name = Objects.requireNonNull(given.function() == null ? given.op() : given.function());
    var function = functions.find(name).orElse(null);
    if (function == null) {
      var known =
          Stream.concat(
                  OPERATIONS.keySet().stream(),
                  functions.newest().stream()
                      .filter(ReduceOptions::takesTwo)
                      .map(FunctionDescriptor::name))
              .toList();
      throw ProblemException.unknown(
          ProblemType.UNKNOWN_FUNCTION, "/reduce", "reduction", name, known);
    }
    return requireTwo(function, "/reduce").pinned();
  }

  /** A function that can fold. */
  static FunctionDescriptor requireTwo(FunctionDescriptor function, String pointer) {
    if (!takesTwo(function)) {
      throw invalid(
          pointer,
          "'%s' has %d parameters; to fold, a function needs two"
              .formatted(function.name(), function.signature().parameters().size()));
    }
    return function;
  }

  private static boolean takesTwo(FunctionDescriptor function) {
    return function.signature().parameters().size() == 2;
  }

  private static List<Double> bounds(JobRequest.Reducing given) {
    var bounds = given.bounds() == null ? even(given) : given.bounds();
    if (bounds.size() < 2 || bounds.size() > MOST_BINS + 1) {
      throw invalid("/reduce/bounds", "a histogram has from 1 to " + MOST_BINS + " bins");
    }
    for (int i = 0; i < bounds.size(); i++) {
      var bound = bounds.get(i);
      if (bound == null || !Double.isFinite(bound) || (i > 0 && bound <= bounds.get(i - 1))) {
        throw invalid("/reduce/bounds", "the bounds must be finite numbers that rise");
      }
    }
    return bounds;
  }

  private static List<Double> even(JobRequest.Reducing given) {
    if (given.min() == null || given.max() == null) {
      throw invalid("/reduce", "a histogram needs 'bounds', or 'min' and 'max'");
    }
    double min = given.min();
    double max = given.max();
    int bins = Objects.requireNonNullElse(given.bins(), 10);
    if (bins < 1 || bins > MOST_BINS) {
      throw invalid("/reduce/bins", "a histogram has from 1 to " + MOST_BINS + " bins");
    }
    return IntStream.rangeClosed(0, bins)
        .mapToObj(i -> i == bins ? max : min + (max - min) * i / bins)
        .toList();
  }

  private static ProblemException invalid(String pointer, String message) {
    return ProblemException.invalid(pointer, "invalid-reduction", message);
  }
}
