package starmap.api.chunk;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import org.springframework.stereotype.Component;
import starmap.job.JobId;

/** The summaries of the few jobs that somebody looks at. What nobody asks for is forgotten. */
@Component
final class Summaries {
  private static final int MOST = 32;
  private static final Duration KEPT = Duration.ofMinutes(5);

  /** The one that was not asked for the longest comes first. */
  private final LinkedHashMap<JobId, Asked> all = new LinkedHashMap<>(MOST, 0.75f, true);

  private final InstantSource clock;

  private record Asked(Summary summary, Instant at) {}

  Summaries(InstantSource clock) {
    this.clock = clock;
  }

  synchronized Summary of(JobId id) {
    var now = clock.instant();
    var asked = all.get(id);
    var summary = asked == null ? new Summary() : asked.summary();
    all.put(id, new Asked(summary, now));
    var oldest = all.values().iterator();
    while (oldest.next().at().isBefore(now.minus(KEPT)) || all.size() > MOST) {
      oldest.remove();
    }
    return summary;
  }
}
