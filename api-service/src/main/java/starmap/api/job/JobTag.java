package starmap.api.job;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import starmap.job.Job;

/**
 * Entity tags: two looks at a job have the same one exactly if nothing has changed that is shown.
 */
final class JobTag {
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

  private JobTag() {}

  /** The tag, without quotes. */
  static String of(Job job) {
    var counts = job.counts();
    var history = job.history();
    long changes = history.isEmpty() ? 0 : history.getLast().number();
    // nothing whose hash another process would not compute alike
    int rest =
        Objects.hash(
            job.times(),
            job.labels(),
            job.chunks(),
            job.settings().share(),
            job.settings().tolerance(),
            job.settings().ttl(),
            job.settings().paused(),
            changes,
            counts.contiguousUntil());
    return Stream.of(
            job.state(),
            counts.succeeded(),
            counts.failed(),
            counts.running(),
            counts.total(),
            counts.retried(),
            Integer.toHexString(rest))
        .map(Object::toString)
        .collect(Collectors.joining("-"));
  }

  /** The tags that the client knows already. */
  static Set<String> known(HttpServletRequest request) {
    @Nullable String header = request.getHeader("If-None-Match");
    return header == null
        ? Set.of()
        : QUOTED.matcher(header).results().map(found -> found.group(1)).collect(Collectors.toSet());
  }
}
