package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import starmap.log.LogKey;

class LogKeysTest {
  private static final Pattern USE = Pattern.compile("addKeyValue\\(\\s*([^,]+),");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|");

  @Test
  void noMessageHasAKeyThatIsNotListed() throws IOException {
    var known = keys(field -> "LogKey." + field.getName());
    var used = sources().flatMap(file -> groups(USE, file)).distinct().toList();
    assertThat(used).containsExactlyInAnyOrderElementsOf(known);
  }

  @Test
  void theDocumentTellsOfEveryKeyAndNoOther() {
    var documented = groups(ROW, Path.of("../docs/logs.md")).toList();
    assertThat(documented).containsExactlyElementsOf(keys(LogKeysTest::value));
  }

  private static List<String> keys(Function<Field, String> form) {
    return Arrays.stream(LogKey.class.getFields()).map(form).toList();
  }

  private static String value(Field field) {
    try {
      return (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static Stream<Path> sources() throws IOException {
    return Stream.of("common", "api-service", "worker-service", "standalone", "local-redis")
        .flatMap(module -> walk(Path.of("..", module, "src/main/java")))
        .filter(file -> file.toString().endsWith(".java"));
  }

  private static Stream<Path> walk(Path folder) {
    try (var files = Files.walk(folder)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Stream<String> groups(Pattern pattern, Path file) {
    try {
      return pattern.matcher(Files.readString(file)).results().map((MatchResult m) -> m.group(1));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
