package starmap.api.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives every request an id, the client's own where it sent a plain one, and puts it into the
 * response and the log.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestIds extends OncePerRequestFilter {
  private static final String HEADER = "X-Request-Id";
  private static final String KEY = "requestId";
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  static String of(HttpServletRequest request) {
    return request.getAttribute(HEADER) instanceof String id ? id : "unknown";
  }

  static String assign(HttpServletRequest request, HttpServletResponse response) {
    var given = request.getHeader(HEADER);
    var id = given != null && PLAIN.matcher(given).matches() ? given : UUID.randomUUID().toString();
    request.setAttribute(HEADER, id);
    response.setHeader(HEADER, id);
    return id;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var id = assign(request, response);
    MDC.put(KEY, id);
    try {
      chain.doFilter(request, response);
    } finally {
      MDC.remove(KEY);
    }
  }
}
