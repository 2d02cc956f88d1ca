package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import starmap.api.limits.ApiProperties;
import starmap.store.StoreProperties;
import starmap.worker.WorkerProperties;

class ConfigurationDocTest {
  private static final Path DOCUMENT = Path.of("../docs/configuration.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(starmap\\.[^`]+)` \\| *`?([^`|]*?)`? *\\|");

  @Test
  void tablesNameEveryPropertyWithItsDefaultAndNoOther() throws IOException {
    var documented =
        ROW.matcher(Files.readString(DOCUMENT))
            .results()
            .map(row -> row.group(1) + "=" + row.group(2).strip())
            .toList();

    var real =
        Stream.of(StoreProperties.class, ApiProperties.class, WorkerProperties.class)
            .flatMap(type -> properties(type).stream())
            .toList();

    assertThat(documented).containsExactlyElementsOf(real);
  }

  private static List<String> properties(Class<?> type) {
    var prefix = type.getAnnotation(ConfigurationProperties.class).value();
    var parameters = type.getDeclaredConstructors()[0].getParameters();
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getName)
        .map(
            name ->
                Arrays.stream(parameters)
                    .filter(parameter -> parameter.getName().equals(name))
                    .findFirst()
                    .orElseThrow())
        .map(
            parameter ->
                prefix
                    + "."
                    + kebab(parameter.getName())
                    + "="
                    + parameter.getAnnotation(DefaultValue.class).value()[0])
        .toList();
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
