package starmap.api.result;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;

/** How items and results are written: all in one JSON array, or one a line as JSON or CSV. */
public enum Format {
  /** {@code application/json}. */
  JSON(MediaType.APPLICATION_JSON_VALUE),
  /** {@code application/x-ndjson}. */
  NDJSON(MediaType.APPLICATION_NDJSON_VALUE),
  /** {@code text/csv}, as RFC 4180 has it. */
  CSV("text/csv");

  private final String type;

  Format(String type) {
    this.type = type;
  }

  /** Its media type. */
  public MediaType type() {
    return MediaType.parseMediaType(type);
  }

  /** The format of a request's body; empty where it does not say. */
  public static Optional<Format> ofBody(HttpServletRequest request) {
    var given = request.getContentType();
    if (given == null) {
      return Optional.empty();
    }
    var type = parse(given);
    return Optional.of(
        find(type)
            .orElseThrow(
                () ->
                    ProblemException.of(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "send application/json, application/x-ndjson or text/csv (curl --json sets the first)")));
  }

  /** The format that a client accepts, or {@code otherwise} where it takes anything. */
  public static Format ofAccept(HttpServletRequest request, Format otherwise) {
    var accept = request.getHeader("Accept");
    if (accept == null || accept.isBlank()) {
      return otherwise;
    }
    var accepted = parseAll(accept);
    if (accepted.stream().anyMatch(type -> type.equals(otherwise.type()))) {
      return otherwise;
    }
    var exact = accepted.stream().flatMap(type -> find(type).stream()).findFirst();
    if (exact.isPresent() && accepted.getFirst().isConcrete()) {
      return exact.get();
    }
    if (accepted.stream().anyMatch(type -> type.includes(otherwise.type()))) {
      return otherwise;
    }
    return exact.orElseThrow(
        () ->
            ProblemException.of(
                ProblemType.NOT_ACCEPTABLE,
                "answers are application/json, application/x-ndjson or text/csv"));
  }

  /** Whether the first line of a CSV body names its columns: {@code text/csv; header=present}. */
  public static boolean hasHeader(HttpServletRequest request) {
    var given = request.getContentType();
    return given != null && "present".equalsIgnoreCase(parse(given).getParameter("header"));
  }

  private static Optional<Format> find(MediaType type) {
    for (var format : values()) {
      if (type.isConcrete() && type.equalsTypeAndSubtype(format.type())) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  private static MediaType parse(String text) {
    try {
      return MediaType.parseMediaType(text);
    } catch (InvalidMediaTypeException e) {
      throw ProblemException.of(
          ProblemType.UNSUPPORTED_MEDIA_TYPE, "the media type cannot be read");
    }
  }

  private static List<MediaType> parseAll(String text) {
    try {
      return MediaType.parseMediaTypes(text);
    } catch (InvalidMediaTypeException e) {
      throw ProblemException.of(ProblemType.NOT_ACCEPTABLE, "the Accept header cannot be read");
    }
  }
}
