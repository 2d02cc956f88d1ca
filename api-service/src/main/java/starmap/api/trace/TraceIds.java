package starmap.api.trace;

import io.micrometer.tracing.Tracer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/** Tells the client which trace its request belongs to. */
public final class TraceIds extends OncePerRequestFilter {
  private static final String HEADER = "X-Trace-Id";

  private final Tracer tracer;

  TraceIds(Tracer tracer) {
    this.tracer = tracer;
  }

  /** Empty where the request belongs to none. */
  public static Optional<String> of(HttpServletRequest request) {
    return Optional.ofNullable((String) request.getAttribute(HEADER));
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var span = tracer.currentSpan();
    if (span != null) {
      var id = span.context().traceId();
      request.setAttribute(HEADER, id);
      response.setHeader(HEADER, id);
    }
    chain.doFilter(request, response);
  }
}
