package starmap.api.submit;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import starmap.api.problem.ProblemException;
import starmap.job.NewJob;
import starmap.job.OnError;
import starmap.job.Retry;
import starmap.job.Tolerance;

/** Checks what a client wants to happen when items fail or take too long. */
final class FaultOptions {
  private static final int MOST_ATTEMPTS = 100;
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration INITIAL = Duration.ofMillis(200);
  private static final Duration MAX = Duration.ofSeconds(30);

  private FaultOptions() {}

  static @Nullable Retry retry(JobRequest.@Nullable Retry given) {
    if (given == null) {
      return null;
    }
    int attempts = Objects.requireNonNullElse(given.maxAttempts(), 3);
    require(attempts >= 1 && attempts <= MOST_ATTEMPTS, "/retry/maxAttempts", "from 1 to 100");
    var initial = time(given.initial(), INITIAL, "/retry/initial");
    var max = time(given.max(), MAX, "/retry/max");
    require(max.compareTo(initial) >= 0, "/retry/max", "no less than 'initial'");
    double jitter = Objects.requireNonNullElse(given.jitter(), 0.2);
    require(jitter >= 0 && jitter <= 1, "/retry/jitter", "from 0 to 1");
    return new Retry(attempts, initial, max, jitter);
  }

  static @Nullable Duration itemTimeout(JobRequest.@Nullable Timeout given) {
    return given == null ? null : timeout(given.item(), "/timeout/item");
  }

  static NewJob.Limits limits(JobRequest request) {
    var timeout = request.timeout();
    return new NewJob.Limits(
        request.tolerate() == null
            ? Tolerance.ANY
            : tolerance(request.tolerate(), Tolerance.ANY, request.onError()),
        timeout == null ? null : timeout(timeout.job(), "/timeout/job"));
  }

  /** What is not given is as it was before. */
  static Tolerance tolerance(
      JobRequest.Tolerate given, Tolerance before, @Nullable OnError onError) {
    if (onError == OnError.FAIL) {
      throw ProblemException.invalid(
          "/tolerate",
          "contradiction",
          "'tolerate' makes no sense with onError fail: the first failed item fails the job");
    }
    long count = Objects.requireNonNullElse(given.count(), before.count());
    double percent = Objects.requireNonNullElse(given.percent(), before.percent());
    require(count >= 0, "/tolerate/count", "0 or more");
    require(percent >= 0 && percent <= 100, "/tolerate/percent", "from 0 to 100");
    return new Tolerance(count, percent);
  }

  private static Duration time(@Nullable Duration given, Duration otherwise, String pointer) {
    var checked = timeout(given, pointer);
    return checked == null ? otherwise : checked;
  }

  private static @Nullable Duration timeout(@Nullable Duration given, String pointer) {
    require(
        given == null || (given.compareTo(SHORTEST) >= 0 && given.compareTo(LONGEST) <= 0),
        pointer,
        "from " + SHORTEST + " to " + LONGEST);
    return given;
  }

  private static void require(boolean right, String pointer, String what) {
    if (!right) {
      throw ProblemException.invalid(
          pointer, "out-of-range", "the value at " + pointer + " must be " + what);
    }
  }
}
