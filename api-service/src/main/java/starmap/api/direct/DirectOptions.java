package starmap.api.direct;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import starmap.api.limits.ApiProperties;
import starmap.api.problem.Query;
import starmap.job.OnError;
import starmap.store.JobResults;

/**
 * Options of a direct call.
 *
 * @param chunkSize items in a chunk; 0 is automatic
 * @param order in which results are sent
 * @param timeout when to give up
 * @param onError what a failed item means
 */
record DirectOptions(
    int chunkSize, JobResults.Order order, Optional<Duration> timeout, OnError onError) {
  private static final Duration LONGEST = Duration.ofDays(1);

  static DirectOptions of(HttpServletRequest request, ApiProperties limits) {
    var query = Query.of(request, Set.of("chunksize", "order", "timeout", "onError"));
    return new DirectOptions(
        query.integer("chunksize", 1, limits.maxChunkSize()).orElse(0),
        query.word("order", JobResults.Order.class).orElse(JobResults.Order.INPUT),
        query.time("timeout", LONGEST),
        query.word("onError", OnError.class).orElse(OnError.FAIL));
  }
}
