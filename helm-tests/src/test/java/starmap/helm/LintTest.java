package starmap.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsHelm
class LintTest {
  @TempDir private Path folder;

  @Test
  void chartHasNoWarning() {
    requireClean(Chart.FOLDER);
  }

  @Test
  void chartWithAPresetHasNoWarning() {
    requireClean(Chart.copyWith(folder.resolve("small"), ValueSets.SMALL));
    requireClean(
        Chart.copyWith(
            folder.resolve("production"),
            ValueSets.PRODUCTION,
            ValueSets.named("redis-with-mutual-tls")));
  }

  private static void requireClean(Path chart) {
    var result = Chart.lint(chart);
    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    assertThat(result.getMessages()).noneMatch(message -> message.contains("[WARNING]"));
  }
}
