package starmap.api.submit;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import starmap.api.function.FunctionCatalog;
import starmap.api.function.Routing;
import starmap.api.limits.ApiProperties;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.fleet.FunctionDescriptor;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.Mode;
import starmap.job.NewJob;
import starmap.job.OnError;
import starmap.job.ResultStorage;
import starmap.job.Share;

/** Checks what a client asked for and makes a job of it. */
@Component
class JobFactory {
  private static final Duration SHORTEST_TTL = Duration.ofSeconds(1);
  private static final int LONGEST_LABEL = 256;

  private final FunctionCatalog functions;
  private final InputCheck arguments;
  private final ApiProperties limits;

  JobFactory(FunctionCatalog functions, InputCheck arguments, ApiProperties limits) {
    this.functions = functions;
    this.arguments = arguments;
    this.limits = limits;
  }

  NewJob job(JobId id, String bodyHash, JobRequest request) {
    var mode = request.mode() == null ? Mode.MAP : request.mode();
    var input = InputFactory.of(request.input());
    var spec =
        new JobSpec(
            mode == Mode.CALLS ? calls(request) : function(request, mode),
            mode,
            input.input(),
            FaultOptions.retry(request.retry()),
            FaultOptions.itemTimeout(request.timeout()),
            request.constants(),
            ReduceOptions.reduce(request.reduce(), functions),
            Boolean.FALSE.equals(request.store()),
            null,
            null);
    var job = new NewJob(id, bodyHash, spec, input.total(), options(request));
    arguments.options(job);
    return Routing.route(job, functions);
  }

  private String function(JobRequest request, Mode mode) {
    if (request.function() == null) {
      throw ProblemException.invalid(
          "/function", "missing", "'function' is missing: name one of GET /v1/functions");
    }
    var function = functions.resolve(request.function(), "/function");
    if (mode == Mode.REDUCE) {
      requireFolding(request, function);
    } else if (request.constants() != null) {
      requireArguments(request.constants().keySet(), function);
    }
    return function.pinned();
  }

  private static void requireFolding(JobRequest request, FunctionDescriptor function) {
    var _ = ReduceOptions.requireTwo(function, "/function");
    if (request.constants() != null) {
      throw ProblemException.invalid(
          "/constants", "contradiction", "in mode reduce an item has all values that are folded");
    }
  }

  /** Each item names its own function. */
  private static String calls(JobRequest request) {
    if (request.function() != null) {
      throw ProblemException.invalid(
          "/function", "contradiction", "in mode calls each item names its function");
    }
    if (request.constants() != null) {
      throw ProblemException.invalid(
          "/constants", "contradiction", "in mode calls each item has all its arguments");
    }
    return JobSpec.CALLS;
  }

  /** A function of one argument may look for any constant; one of several names what it takes. */
  private static void requireArguments(Set<String> constants, FunctionDescriptor function) {
    var names =
        function.signature().parameters().stream().map(FunctionDescriptor.Parameter::name).toList();
    if (names.size() == 1) {
      return;
    }
    for (var name : constants) {
      if (!names.contains(name)) {
        throw ProblemException.unknown(
            ProblemType.UNKNOWN_OPTION, "/constants/" + name, "argument", name, names);
      }
    }
    if (constants.size() == names.size()) {
      throw ProblemException.invalid(
          "/constants", "contradiction", "the constants leave no argument to the items");
    }
  }

  private NewJob.Options options(JobRequest request) {
    return new NewJob.Options(
        chunkSize(request.chunkSize()),
        request.onError() == null ? OnError.COLLECT : request.onError(),
        Boolean.FALSE.equals(request.store()) ? ResultStorage.NONE : ResultStorage.KEPT,
        ttl(request.ttl()),
        request.input() != null && request.input().isOpen(),
        labels(request.labels()),
        FaultOptions.limits(request),
        new Share(priority(request.priority()), maxConcurrency(request.maxConcurrency())));
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

  static int priority(@Nullable Integer given) {
    if (given == null) {
      return Share.DEFAULT.priority();
    }
    if (given < 0 || given > Share.HIGHEST) {
      throw ProblemException.invalid(
          "/priority", "out-of-range", "'priority' must be from 0 to " + Share.HIGHEST);
    }
    return given;
  }

  static int maxConcurrency(@Nullable Integer given) {
    if (given == null) {
      return Share.DEFAULT.maxConcurrency();
    }
    if (given < 1) {
      throw ProblemException.invalid(
          "/maxConcurrency", "out-of-range", "'maxConcurrency' must be 1 or more");
    }
    return given;
  }

  Duration ttl(@Nullable Duration given) {
    if (given == null) {
      return limits.defaultTtl();
    }
    if (given.compareTo(SHORTEST_TTL) < 0 || given.compareTo(limits.maxTtl()) > 0) {
      throw ProblemException.invalid(
          "/ttl", "out-of-range", "'ttl' must be from " + SHORTEST_TTL + " to " + limits.maxTtl());
    }
    return given;
  }

  Map<String, String> labels(@Nullable Map<String, String> given) {
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
