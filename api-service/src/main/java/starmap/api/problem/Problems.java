package starmap.api.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import starmap.api.trace.TraceIds;

/** Bodies of problems. */
final class Problems {
  private Problems() {}

  static ProblemDetail body(ProblemType type, String detail, HttpServletRequest request) {
    var body = ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(type.status()), detail);
    body.setType(type.uri());
    body.setTitle(type.title());
    body.setInstance(URI.create("urn:starmap:request:" + RequestIds.of(request)));
    body.setProperty("requestId", RequestIds.of(request));
    TraceIds.of(request).ifPresent(id -> body.setProperty("traceId", id));
    return body;
  }

  /** The type for what the framework refused. */
  static ProblemType typeOf(HttpStatusCode status) {
    return switch (status.value()) {
      case 404 -> ProblemType.NOT_FOUND;
      case 405 -> ProblemType.METHOD_NOT_ALLOWED;
      case 406 -> ProblemType.NOT_ACCEPTABLE;
      case 413 -> ProblemType.TOO_LARGE;
      case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
      default -> status.is4xxClientError() ? ProblemType.MALFORMED_REQUEST : ProblemType.INTERNAL;
    };
  }
}
