package starmap.api.function;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import starmap.fleet.Experience;
import starmap.fleet.FunctionDescriptor;
import tools.jackson.databind.JsonNode;

/**
 * A function.
 *
 * @param name its name
 * @param version the newest version, or the one that was asked for; a job pins {@code name@version}
 * @param kind how it was installed: built-in, java, process or python
 * @param source what was installed
 * @param description one sentence
 * @param parameters what it takes
 * @param schema JSON Schema of the array of all arguments; null where nothing is known about them
 * @param example a JSON item that works; empty where none is known
 * @param curl a line that works
 * @param workers how many live workers have this version
 * @param itemSeconds how long an item took in the last job that ended; null where there was none
 * @param errorRate failed items ÷ all items of the jobs that ended, each with its first end; null
 *     where there were none
 * @param versions all versions that live workers have, the oldest first
 */
record FunctionView(
    String name,
    String version,
    String kind,
    String source,
    String description,
    List<FunctionDescriptor.Parameter> parameters,
    @Schema(types = "object", implementation = Object.class) @Nullable JsonNode schema,
    String example,
    String curl,
    int workers,
    @Nullable Double itemSeconds,
    @Nullable Double errorRate,
    List<Version> versions) {
  private static final double MILLIS = 1000;

  /**
   * A version of a function.
   *
   * @param version its name, behind the @ of a pinned name
   * @param current whether a plain name means it
   * @param since when its source was last changed; null for built-in functions
   * @param source what was installed
   * @param workers how many live workers have it
   */
  record Version(
      String version, boolean current, @Nullable Instant since, String source, int workers) {
    static Version of(Snapshot.Version one, Snapshot.Version last) {
      var descriptor = one.descriptor();
      var since = descriptor.origin().since();
      return new Version(
          descriptor.version(),
          one.equals(last) && descriptor.origin().current(),
          since.equals(Instant.EPOCH) ? null : since,
          descriptor.origin().source(),
          one.workers());
    }
  }

  /** {@code address} is where the client reached this service. */
  static FunctionView of(
      Snapshot.Found found,
      @Nullable JsonNode schema,
      Map<String, Experience> experience,
      String address) {
    var function = found.meant().descriptor();
    var known = Objects.requireNonNullElse(experience.get(function.pinned()), Experience.NONE);
    var takes = function.signature();
    return new FunctionView(
        function.name(),
        function.version(),
        function.kind(),
        function.origin().source(),
        takes.description(),
        takes.parameters(),
        schema,
        takes.example(),
        CurlLine.of(function, address),
        found.meant().workers(),
        known.itemMillis() > 0 ? known.itemMillis() / MILLIS : null,
        known.done() > 0 ? (double) known.failed() / known.done() : null,
        found.all().stream().map(one -> Version.of(one, found.all().getLast())).toList());
  }
}
