package starmap.api.submit;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import starmap.api.function.FunctionCatalog;
import starmap.api.limits.ApiProperties;
import starmap.api.problem.ProblemException;
import starmap.job.Input;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.Mode;
import starmap.job.NewJob;
import starmap.job.OnError;
import starmap.job.ResultStorage;

/** Checks what a client asked for and makes a job of it. */
@Component
class JobFactory {
  private static final BigInteger MOST_ITEMS = BigInteger.TWO.pow(53);
  private static final Duration SHORTEST_TTL = Duration.ofSeconds(1);
  private static final int LONGEST_LABEL = 256;

  private final FunctionCatalog functions;
  private final ApiProperties limits;

  JobFactory(FunctionCatalog functions, ApiProperties limits) {
    this.functions = functions;
    this.limits = limits;
  }

  NewJob job(JobId id, String bodyHash, JobRequest request) {
    if (request.function() == null) {
      throw ProblemException.invalid(
          "/function", "missing", "'function' is missing: name one of GET /v1/functions");
    }
    var function = functions.resolve(request.function(), "/function");
    var range = range(request.input());
    var input = range == null ? new Input.Items() : new Input.Range(start(range), step(range));
    var spec =
        new JobSpec(
            function.pinned(),
            request.mode() == null ? Mode.MAP : request.mode(),
            input,
            FaultOptions.retry(request.retry()),
            FaultOptions.itemTimeout(request.timeout()));
    long total = range == null ? NewJob.UNKNOWN : count(range);
    return new NewJob(id, bodyHash, spec, total, options(request));
  }

  private NewJob.Options options(JobRequest request) {
    return new NewJob.Options(
        chunkSize(request.chunkSize()),
        request.onError() == null ? OnError.COLLECT : request.onError(),
        Boolean.FALSE.equals(request.store()) ? ResultStorage.NONE : ResultStorage.KEPT,
        ttl(request.ttl()),
        request.input() != null && request.input().isOpen(),
        labels(request.labels()),
        FaultOptions.limits(request));
  }

  /** The range asked for; null where items were sent instead. */
  private static JobRequest.@Nullable Range range(JobRequest.@Nullable Input input) {
    if (input == null || input.given() != 1) {
      throw ProblemException.invalid(
          "/input", "not-one", "'input' must have exactly one of 'items', 'range' and 'open'");
    }
    return input.range();
  }

  /** As {@code len(range(start, stop, step))} in Python. */
  private static long count(JobRequest.Range range) {
    if (range.stop() == null) {
      throw ProblemException.invalid(
          "/input/range/stop",
          "missing",
          "'stop' is missing: the bound that the range does not reach");
    }
    var distance = BigInteger.valueOf(range.stop()).subtract(BigInteger.valueOf(start(range)));
    var step = BigInteger.valueOf(step(range));
    if (distance.signum() != step.signum()) {
      return 0;
    }
    var count = distance.add(step).subtract(BigInteger.valueOf(step.signum())).divide(step);
    if (count.compareTo(MOST_ITEMS) > 0) {
      throw ProblemException.invalid(
          "/input/range", "too-many", "the range has more than 2^53 items");
    }
    return count.longValueExact();
  }

  private static long start(JobRequest.Range range) {
    return range.start() == null ? 0 : range.start();
  }

  private static long step(JobRequest.Range range) {
    long step = range.step() == null ? 1 : range.step();
    if (step == 0) {
      throw ProblemException.invalid("/input/range/step", "zero", "'step' must not be 0");
    }
    return step;
  }

  private int chunkSize(@Nullable Object given) {
    return switch (given) {
      case null -> 0;
      case String word when word.equals("auto") -> 0;
      case Integer size when size >= 1 && size <= limits.maxChunkSize() -> size;
      default ->
          throw ProblemException.invalid(
              "/chunkSize",
              "out-of-range",
              "'chunkSize' must be \"auto\" or from 1 to " + limits.maxChunkSize());
    };
  }

  private Duration ttl(@Nullable Duration given) {
    if (given == null) {
      return limits.defaultTtl();
    }
    if (given.compareTo(SHORTEST_TTL) < 0 || given.compareTo(limits.maxTtl()) > 0) {
      throw ProblemException.invalid(
          "/ttl", "out-of-range", "'ttl' must be from " + SHORTEST_TTL + " to " + limits.maxTtl());
    }
    return given;
  }

  private Map<String, String> labels(@Nullable Map<String, String> given) {
    if (given == null) {
      return Map.of();
    }
    if (given.size() > limits.maxLabels()) {
      throw ProblemException.invalid(
          "/labels", "too-many", "a job may have " + limits.maxLabels() + " labels");
    }
    given.forEach(
        (name, value) -> {
          if (value == null
              || name.isEmpty()
              || name.contains(":")
              || name.length() > LONGEST_LABEL
              || value.length() > LONGEST_LABEL) {
            throw ProblemException.invalid(
                "/labels/" + name,
                "malformed",
                "a label is a name without ':' and a text, each at most "
                    + LONGEST_LABEL
                    + " characters");
          }
        });
    return given;
  }
}
