package starmap.helm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Everything that people may want of the chart: a file of values each, and the presets. */
final class ValueSets {
  static final Path FOLDER = Path.of("src/test/resources/values");
  static final Path SMALL = Chart.FOLDER.resolve("values-small.yaml");
  static final Path PRODUCTION = Chart.FOLDER.resolve("values-production.yaml");

  private ValueSets() {}

  /** Its name, and its files. */
  static Stream<Arguments> all() throws IOException {
    try (var files = Files.list(FOLDER)) {
      var sets = files.sorted().map(file -> Arguments.of(name(file), new Path[] {file})).toList();
      return Stream.concat(presets(), List.copyOf(sets).stream());
    }
  }

  static Path named(String name) {
    return FOLDER.resolve(name + ".yaml");
  }

  private static Stream<Arguments> presets() {
    return Stream.of(
        Arguments.of("defaults", new Path[0]),
        Arguments.of("small", new Path[] {SMALL}),
        Arguments.of("production", new Path[] {PRODUCTION, named("redis-with-mutual-tls")}),
        Arguments.of("production-on-sentinel", new Path[] {PRODUCTION, named("redis-sentinel")}));
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".yaml", "");
  }
}
