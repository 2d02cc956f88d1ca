package starmap.api.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;

/** The header {@code Accept}. */
public final class Accepted {
  private Accepted() {}

  /** Which of the types offered the client likes best; the first one where it does not mind. */
  public static MediaType of(HttpServletRequest request, List<MediaType> offered) {
    var accept = request.getHeader("Accept");
    if (accept == null || accept.isBlank()) {
      return offered.getFirst();
    }
    for (var wanted : sorted(accept)) {
      for (var type : offered) {
        if (wanted.getQualityValue() > 0 && wanted.includes(type)) {
          return type;
        }
      }
    }
    var types = offered.stream().map(MediaType::toString).collect(Collectors.joining(" or "));
    throw ProblemException.of(ProblemType.NOT_ACCEPTABLE, "the answer is " + types);
  }

  private static List<MediaType> sorted(String accept) {
    try {
      var wanted = new ArrayList<>(MediaType.parseMediaTypes(accept));
      MimeTypeUtils.sortBySpecificity(wanted);
      return wanted;
    } catch (InvalidMediaTypeException _) {
      throw ProblemException.of(ProblemType.NOT_ACCEPTABLE, "the Accept header cannot be read");
    }
  }
}
