package starmap.api.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import starmap.store.StoreException;

/**
 * Turns every exception into a problem. A response that is already on its way is cut instead, so
 * that nobody takes it for whole.
 */
@RestControllerAdvice
class ProblemAdvice {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler
  @Nullable ResponseEntity<ProblemDetail> handle(
      Exception e, HttpServletRequest request, HttpServletResponse response) throws Exception {
    if (e instanceof IOException || response.isCommitted()) {
      throw e; // the client is gone, or must see that its answer is cut
    }
    var problem = problem(e);
    if (problem == null) {
      return framework((ErrorResponse) e, request);
    }
    response.resetBuffer();
    return answer(problem, request);
  }

  private static @Nullable ProblemException problem(Exception e) {
    return switch (e) {
      case ProblemException known -> known;
      case StoreException store -> StoreProblems.of(store);
      case ErrorResponse _ -> null;
      case TypeMismatchException wrong ->
          ProblemException.of(
              ProblemType.MALFORMED_REQUEST,
              "'" + wrong.getPropertyName() + "' in the path must be a whole number");
      default -> {
        LOG.error("a request failed", e);
        yield ProblemException.of(
            ProblemType.INTERNAL, "the log of the service says more; look for the request id");
      }
    };
  }

  /** What Spring MVC itself refuses keeps its status and headers and gets one of our types. */
  private static ResponseEntity<ProblemDetail> framework(
      ErrorResponse e, HttpServletRequest request) {
    var type = Problems.typeOf(e.getStatusCode());
    var detail = e.getBody().getDetail();
    var body = Problems.body(type, detail == null ? type.title() : detail, request);
    body.setStatus(e.getStatusCode().value());
    return respond(e.getStatusCode(), e.getHeaders(), body);
  }

  private static ResponseEntity<ProblemDetail> answer(
      ProblemException problem, HttpServletRequest request) {
    var body = Problems.body(problem.type(), String.valueOf(problem.getMessage()), request);
    problem.properties().forEach(body::setProperty);
    var headers = new HttpHeaders();
    problem
        .retryAfter()
        .ifPresent(time -> headers.set(HttpHeaders.RETRY_AFTER, Long.toString(time.toSeconds())));
    return respond(HttpStatus.valueOf(problem.type().status()), headers, body);
  }

  private static ResponseEntity<ProblemDetail> respond(
      HttpStatusCode status, HttpHeaders headers, ProblemDetail body) {
    return ResponseEntity.status(status)
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(body);
  }
}
