package starmap.api.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The query parameters of a request, read strictly: an unknown one is refused with the nearest
 * name, a wrong one with what is right.
 */
public final class Query {
  private final HttpServletRequest request;

  private Query(HttpServletRequest request) {
    this.request = request;
  }

  /** Refuses parameters that are not {@code known}. */
  public static Query of(HttpServletRequest request, Set<String> known) {
    for (var name : names(request)) {
      if (!known.contains(name)) {
        throw ProblemException.unknown(
            ProblemType.UNKNOWN_OPTION, "?" + name, "query parameter", name, known);
      }
    }
    return new Query(request);
  }

  /** The names of all parameters. */
  public static Set<String> names(HttpServletRequest request) {
    try {
      return request.getParameterMap().keySet();
    } catch (IllegalStateException _) {
      throw ProblemException.of(
          ProblemType.MALFORMED_REQUEST,
          "the query cannot be decoded: a % must be followed by two hexadecimal digits");
    }
  }

  /** Its text. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(request.getParameter(name));
  }

  /** A whole number between two bounds. */
  public OptionalLong number(String name, long least, long most) {
    var text = request.getParameter(name);
    if (text == null) {
      return OptionalLong.empty();
    }
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return OptionalLong.of(value);
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw wrong(name, "out-of-range", "must be a whole number from " + least + " to " + most);
  }

  /** A whole number between two bounds. */
  public OptionalInt integer(String name, int least, int most) {
    var value = number(name, least, most);
    return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
  }

  /** {@code true} or {@code false}; a name without a value means true. */
  public boolean flag(String name) {
    var text = request.getParameter(name);
    if (text == null || text.equals("false")) {
      return false;
    }
    if (text.isEmpty() || text.equals("true")) {
      return true;
    }
    throw wrong(name, "not-boolean", "must be true or false");
  }

  /** One of the constants of an enum, in lower case. */
  public <E extends Enum<E>> Optional<E> word(String name, Class<E> type) {
    var text = request.getParameter(name);
    if (text == null) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(type.getEnumConstants())
            .filter(word -> word.name().equalsIgnoreCase(text))
            .findFirst()
            .orElseThrow(() -> wrong(name, "unknown-value", "must be one of " + words(type))));
  }

  /** A time in seconds, or as ISO 8601 ({@code PT30S}). */
  public Optional<Duration> time(String name, Duration most) {
    var text = request.getParameter(name);
    if (text == null) {
      return Optional.empty();
    }
    try {
      var time = text.startsWith("P") ? Duration.parse(text) : seconds(Double.parseDouble(text));
      if (!time.isNegative() && time.compareTo(most) <= 0) {
        return Optional.of(time);
      }
    } catch (NumberFormatException | DateTimeParseException | ArithmeticException _) {
      // said below
    }
    throw wrong(name, "out-of-range", "must be seconds or an ISO 8601 duration, at most " + most);
  }

  private static Duration seconds(double seconds) {
    if (Double.isNaN(seconds)) {
      throw new NumberFormatException();
    }
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  private static ProblemException wrong(String name, String code, String message) {
    return ProblemException.invalid("?" + name, code, "query parameter '" + name + "' " + message);
  }

  private static String words(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(word -> word.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
