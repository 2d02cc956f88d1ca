package starmap.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NeedsHelm
class LintTest {
  @TempDir private Path folder;

  @Test
  void chartHasNoWarning() {
    requireClean(Chart.FOLDER);
  }

  @ParameterizedTest
  @CsvSource({"values-small.yaml", "values-production.yaml"})
  void chartWithAPresetHasNoWarning(String preset) {
    var chart = folder.resolve("starmap");
    requireClean(
        preset.equals("values-production.yaml")
            ? Chart.copyWith(
                ValueSets.named("redis-with-mutual-tls"),
                Chart.copyWith(Chart.FOLDER.resolve(preset), chart))
            : Chart.copyWith(Chart.FOLDER.resolve(preset), chart));
  }

  private static void requireClean(Path chart) {
    var result = Chart.lint(chart);
    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    assertThat(result.getMessages()).noneMatch(message -> message.contains("[WARNING]"));
  }
}
