package starmap.api.submit;

import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import starmap.api.problem.ProblemException;
import starmap.job.Axis;
import starmap.job.Input;
import starmap.job.NewJob;

/**
 * Checks what a client says about its input, and counts the items.
 *
 * @param input where items come from
 * @param total how many there are, up to 2^53; {@link NewJob#UNKNOWN} where they are uploaded
 */
record InputFactory(Input input, long total) {
  private static final BigInteger MOST_ITEMS = BigInteger.TWO.pow(53);

  static InputFactory of(JobRequest.@Nullable Input given) {
    if (given == null || kinds(given) != 1) {
      throw ProblemException.invalid(
          "/input",
          "not-one",
          "'input' must have exactly one of 'items', 'range', 'repeat', 'product', 'zip', 'random' and 'open'");
    }
    if (given.range() != null) {
      var range = range(given.range(), "/input/range");
      return new InputFactory(range.range(), range.count());
    }
    if (given.repeat() != null) {
      return repeat(given.repeat());
    }
    if (given.random() != null) {
      var count = required(given.random().count(), "/input/random/count", "how many integers");
      return new InputFactory(
          new Input.Random(Objects.requireNonNullElse(given.random().seed(), 0L)), count);
    }
    if (given.product() != null) {
      return product(axes(given.product(), "/input/product"));
    }
    if (given.zip() != null) {
      var axes = axes(given.zip(), "/input/zip");
      return new InputFactory(
          new Input.Zip(axes), axes.stream().mapToLong(Axis::size).min().orElseThrow());
    }
    return new InputFactory(new Input.Items(), NewJob.UNKNOWN);
  }

  private static long kinds(JobRequest.Input given) {
    return Stream.of(
            given.items(),
            given.range(),
            given.repeat(),
            given.product(),
            given.zip(),
            given.random(),
            given.isOpen() ? given.open() : null)
        .filter(Objects::nonNull)
        .count();
  }

  private static InputFactory repeat(JobRequest.Repeat given) {
    if (given.value() == null) {
      throw missing("/input/repeat/value", "the item");
    }
    return new InputFactory(
        new Input.Repeat(given.value()),
        required(given.times(), "/input/repeat/times", "how often the value comes"));
  }

  private static InputFactory product(List<Axis> axes) {
    var count =
        axes.stream()
            .map(axis -> BigInteger.valueOf(axis.size()))
            .reduce(BigInteger.ONE, BigInteger::multiply);
    return new InputFactory(new Input.Product(axes), bounded(count, "/input/product"));
  }

  private static List<Axis> axes(List<JobRequest.Axis> given, String pointer) {
    if (given.isEmpty()) {
      throw ProblemException.invalid(pointer, "empty", "at least one list is needed");
    }
    return given.stream()
        .<Axis>map(
            axis ->
                axis.range() == null
                    ? new Axis.Values(Objects.requireNonNull(axis.values()))
                    : range(axis.range(), pointer))
        .toList();
  }

  /** As {@code range(start, stop, step)} and its {@code len} in Python. */
  private static Axis.Numbers range(JobRequest.Range given, String pointer) {
    if (given.stop() == null) {
      throw missing(pointer + "/stop", "the bound that the range does not reach");
    }
    long start = Objects.requireNonNullElse(given.start(), 0L);
    long step = Objects.requireNonNullElse(given.step(), 1L);
    if (step == 0) {
      throw ProblemException.invalid(pointer + "/step", "zero", "'step' must not be 0");
    }
    var distance = BigInteger.valueOf(given.stop()).subtract(BigInteger.valueOf(start));
    var stride = BigInteger.valueOf(step);
    var count =
        distance.signum() == stride.signum()
            ? distance.add(stride).subtract(BigInteger.valueOf(stride.signum())).divide(stride)
            : BigInteger.ZERO;
    return new Axis.Numbers(new Input.Range(start, step), bounded(count, pointer));
  }

  private static long required(@Nullable Long count, String pointer, String what) {
    if (count == null) {
      throw missing(pointer, what);
    }
    if (count < 0) {
      throw ProblemException.invalid(pointer, "out-of-range", "the count must be 0 or more");
    }
    return bounded(BigInteger.valueOf(count), pointer);
  }

  private static long bounded(BigInteger count, String pointer) {
    if (count.compareTo(MOST_ITEMS) > 0) {
      throw ProblemException.invalid(pointer, "too-many", "a job has at most 2^53 items");
    }
    return count.longValueExact();
  }

  private static ProblemException missing(String pointer, String what) {
    var name = pointer.substring(pointer.lastIndexOf('/') + 1);
    return ProblemException.invalid(pointer, "missing", "'" + name + "' is missing: " + what);
  }
}
