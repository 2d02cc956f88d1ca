package starmap.api.problem;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends a request with a problem. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final transient Map<String, Object> properties = new LinkedHashMap<>();
  private final transient List<FieldError> errors = new ArrayList<>();
  private transient @Nullable Duration retryAfter;

  /**
   * One wrong field.
   *
   * @param pointer JSON pointer into the body, or {@code ?name} of a query parameter
   * @param code a stable word
   * @param message what would be right
   */
  public record FieldError(String pointer, String code, String message) {}

  private ProblemException(ProblemType type, String detail) {
    super(detail);
    this.type = type;
  }

  /** {@code detail} says what is wrong and what would be right. */
  public static ProblemException of(ProblemType type, String detail) {
    return new ProblemException(type, detail);
  }

  /** One field is wrong. */
  public static ProblemException invalid(String pointer, String code, String message) {
    return of(ProblemType.INVALID_REQUEST, message).error(pointer, code, message);
  }

  /** A name that is not known, with the nearest one that is. */
  public static ProblemException unknown(
      ProblemType type, String pointer, String what, String given, Collection<String> known) {
    var nearest = Nearest.of(given, known);
    var hint =
        nearest
            .map(name -> "; did you mean '" + name + "'?")
            .orElse("; known are: " + String.join(", ", known.stream().sorted().toList()));
    var detail = "unknown " + what + " '" + abbreviated(given) + "'" + hint;
    var problem = of(type, detail).error(pointer, type.slug(), detail);
    nearest.ifPresent(name -> problem.with("nearest", name));
    return problem;
  }

  /** Adds a member to the problem's body. */
  public ProblemException with(String property, Object value) {
    properties.put(property, value);
    return this;
  }

  /** Adds a wrong field. */
  public ProblemException error(String pointer, String code, String message) {
    errors.add(new FieldError(pointer, code, message));
    return this;
  }

  /** Says when to try again. */
  public ProblemException retryAfter(Duration time) {
    retryAfter = time;
    return this;
  }

  /** Its kind. */
  public ProblemType type() {
    return type;
  }

  /** As a JSON object, for where it is not the body of an answer. */
  public Map<String, Object> members() {
    var all = new LinkedHashMap<String, Object>();
    all.put("type", type.uri());
    all.put("title", type.title());
    all.put("status", type.status());
    all.put("detail", String.valueOf(getMessage()));
    all.putAll(properties());
    return all;
  }

  Map<String, Object> properties() {
    var all = new LinkedHashMap<>(properties);
    if (!errors.isEmpty()) {
      all.put("errors", errors);
    }
    return all;
  }

  Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  private static String abbreviated(String given) {
    return given.length() <= 80 ? given : given.substring(0, 80) + "…";
  }
}
