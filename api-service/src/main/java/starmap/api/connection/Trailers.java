package starmap.api.connection;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps trailers from clients that did not say {@code TE: trailers} (RFC 9110, section 6.5.1).
 * Clients should skip those they do not know, but java.net.http takes one that comes a moment after
 * the body for the status line of its next answer.
 */
@Component
class Trailers extends OncePerRequestFilter {
  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(request, areWanted(request) ? response : new Without(response));
  }

  private static boolean areWanted(HttpServletRequest request) {
    return Collections.list(request.getHeaders("TE")).stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .anyMatch(coding -> coding.strip().equalsIgnoreCase("trailers"));
  }

  private static final class Without extends HttpServletResponseWrapper {
    Without(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void setHeader(String name, String value) {
      if (!name.equals("Trailer")) {
        super.setHeader(name, value);
      }
    }

    @Override
    public void setTrailerFields(Supplier<Map<String, String>> supplier) {}
  }
}
