package starmap.api.function;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import starmap.fleet.FunctionDescriptor;

/** A command line that calls a function, to be copied into a shell. */
final class CurlLine {
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9._-]{1,253}(:\\d{1,5})?|\\[[0-9A-Fa-f:.]{2,45}](:\\d{1,5})?");

  private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~-]{1,64}){1,8}");

  private CurlLine() {}

  /** Where the client reached this service; what it says of that goes into a shell. */
  static String address(HttpServletRequest request) {
    var host = request.getHeader("Host");
    var named =
        host != null && HOST.matcher(host).matches()
            ? host
            : request.getServerName() + ":" + request.getServerPort();
    return request.getScheme() + "://" + named + prefix(request);
  }

  /** What a proxy says that it has cut off, or what this service is set to. */
  private static String prefix(HttpServletRequest request) {
    var cut = request.getHeader("X-Forwarded-Prefix");
    return cut != null && PREFIX.matcher(cut).matches() ? cut : request.getContextPath();
  }

  static String of(FunctionDescriptor function, String address) {
    var takes = function.signature();
    var example = takes.example().isBlank() ? example(takes) : takes.example();
    boolean several = takes.parameters().size() != 1 && isSeveral(example);
    return "curl %s/v1/%s/%s --json '[%s]'"
        .formatted(
            address, several ? "starmap" : "map", function.name(), example.replace("'", "'\\''"));
  }

  private static boolean isSeveral(String example) {
    return example.startsWith("[") || example.startsWith("{");
  }

  /** Of the right types, which is all that can be known. */
  private static String example(FunctionDescriptor.Signature takes) {
    var values =
        takes.parameters().stream()
            .map(parameter -> value(parameter.type()))
            .collect(Collectors.joining(", "));
    return takes.parameters().size() == 1 ? values : "[" + values + "]";
  }

  private static String value(String type) {
    return switch (type) {
      case "number" -> "1.5";
      case "string" -> "\"text\"";
      case "boolean" -> "true";
      case "array" -> "[]";
      case "object" -> "{}";
      default -> "1";
    };
  }
}
