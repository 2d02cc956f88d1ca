package starmap.api.problem;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import starmap.store.StoreException;

/** What Redis did not do, as problems. */
public final class StoreProblems {
  private static final Logger LOG = LoggerFactory.getLogger(StoreProblems.class);
  private static final Duration SOON = Duration.ofSeconds(2);

  private StoreProblems() {}

  /** The problem of a call that failed. */
  public static ProblemException of(StoreException e) {
    return switch (e) {
      case StoreException.Unavailable _ ->
          ProblemException.of(
                  ProblemType.STORE_UNAVAILABLE,
                  "Redis does not answer; jobs that were accepted go on when it is back")
              .retryAfter(SOON);
      case StoreException.Full _ ->
          ProblemException.of(
                  ProblemType.STORAGE_FULL,
                  "Redis has no memory left; reading results and cancelling jobs still work")
              .retryAfter(SOON.multipliedBy(5));
      case StoreException.Denied denied -> {
        LOG.error("Redis refuses this service: {}", denied.getMessage());
        yield ProblemException.of(
                ProblemType.STORE_DENIED, "the operator must mend the service's access to Redis")
            .retryAfter(SOON.multipliedBy(15));
      }
    };
  }
}
