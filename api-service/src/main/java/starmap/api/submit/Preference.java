package starmap.api.submit;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The header {@code Prefer} of RFC 7240. What it asks for is a wish: an unknown or malformed one is
 * ignored, as the RFC says.
 */
final class Preference {
  private static final Pattern WAIT =
      Pattern.compile("(?i)(?:^|[,;\\s])wait\\s*=\\s*\"?(\\d{1,6})\"?");

  private Preference() {}

  /** How long to wait for the job's end, at most {@code most}. */
  static Optional<Duration> wait(HttpServletRequest request, Duration most) {
    var prefer = request.getHeader("Prefer");
    var matcher = WAIT.matcher(prefer == null ? "" : prefer);
    if (!matcher.find()) {
      return Optional.empty();
    }
    var wished = Duration.ofSeconds(Long.parseLong(matcher.group(1)));
    return Optional.of(wished.compareTo(most) > 0 ? most : wished);
  }
}
