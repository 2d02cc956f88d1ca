package starmap.api.submit;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import starmap.api.problem.ProblemException;
import starmap.job.Reduce;

/** Checks what a client wants its values to be folded to. */
final class ReduceOptions {
  private static final int MOST_BINS = 10_000;

  private ReduceOptions() {}

  static @Nullable Reduce reduce(JobRequest.@Nullable Reducing given) {
    if (given == null) {
      return null;
    }
    if (given.op() == null) {
      throw invalid(
          "/reduce/op",
          "'op' is missing: sum, count, min, max, mean, variance, histogram or concat");
    }
    boolean binned =
        given.bounds() != null
            || given.min() != null
            || given.max() != null
            || given.bins() != null;
    if (given.op() == Reduce.Op.HISTOGRAM) {
      return new Reduce(given.op(), bounds(given));
    }
    if (binned) {
      throw invalid("/reduce", "'bounds', 'min', 'max' and 'bins' belong to a histogram");
    }
    return new Reduce(given.op());
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
