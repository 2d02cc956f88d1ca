package starmap.api.submit;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import starmap.api.problem.Query;
import starmap.wire.Json;

/**
 * The options of a job as query parameters: named as in the body of {@code POST /v1/jobs}, with a
 * dot where that goes into an object, such as {@code timeout.item=PT5S} or {@code labels.team=a}.
 */
final class QueryOptions {
  private static final Pattern LITERAL = Pattern.compile("true|false|-?\\d{1,18}(\\.\\d{1,18})?");
  private static final String LABELS = "labels.";

  private QueryOptions() {}

  /** What the parameters say of a job whose items follow. */
  static JobRequest of(HttpServletRequest request) {
    var options = new TreeMap<String, Object>();
    options.put("input", Map.of("open", true));
    Query.names(request).forEach(name -> put(options, name, value(request, name)));
    return JobOptions.parse(Json.MAPPER.writeValueAsBytes(options), JobRequest.class);
  }

  @SuppressWarnings("unchecked") // only objects are put where a name has a dot
  private static void put(Map<String, Object> options, String name, Object value) {
    var path = name.split("\\.", 2);
    if (path.length == 1) {
      options.put(name, value);
    } else if (options.computeIfAbsent(path[0], _ -> new TreeMap<>()) instanceof TreeMap<?, ?> of) {
      ((Map<String, Object>) of).put(path[1], value);
    }
  }

  private static Object value(HttpServletRequest request, String name) {
    var text = request.getParameter(name);
    return LITERAL.matcher(text).matches() && !name.startsWith(LABELS)
        ? Json.MAPPER.readTree(text)
        : text;
  }
}
