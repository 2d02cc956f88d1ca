package starmap.api.submit;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Pattern;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;

/** The header {@code Idempotency-Key}. */
final class IdempotencyKey {
  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private IdempotencyKey() {}

  static Optional<String> of(HttpServletRequest request) {
    var key = request.getHeader("Idempotency-Key");
    if (key != null && !FORM.matcher(key).matches()) {
      throw ProblemException.of(
          ProblemType.MALFORMED_REQUEST,
          "Idempotency-Key must be 1 to 255 visible ASCII characters without spaces");
    }
    return Optional.ofNullable(key);
  }
}
