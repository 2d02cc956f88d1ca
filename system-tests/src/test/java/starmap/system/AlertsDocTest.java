package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every alert leads to a chapter of docs/alerts.md, and is tried firing and silent. */
class AlertsDocTest {
  private static final Path RULES = Path.of("../monitoring/prometheus/starmap-alerts.yaml");
  private static final Path TESTS = Path.of("../monitoring/prometheus/starmap-alerts-test.yaml");
  private static final Path DOCUMENT = Path.of("../docs/alerts.md");

  @Test
  void everyAlertHasSummaryDescriptionAndItsChapter() throws IOException {
    var alerts = Files.readString(RULES).split("- alert: ", -1);
    assertThat(alerts).as("what is before the first, and eight").hasSize(9);
    for (int i = 1; i < alerts.length; i++) {
      var name = alerts[i].lines().findFirst().orElseThrow();
      var anchor = name.toLowerCase(Locale.ROOT);
      assertThat(alerts[i]).contains("summary: ", "description: ", "severity: ");
      assertThat(alerts[i]).contains("runbook_url: docs/alerts.md#" + anchor + "\n");
    }
    assertThat(found("(?m)^## (\\w+)$", DOCUMENT)).isEqualTo(names());
  }

  @Test
  void everyAlertIsTriedFiringAndSilent() throws IOException {
    var tried = Files.readString(TESTS);
    for (var name : names()) {
      assertThat(tried)
          .containsPattern("\\{alertname: " + name + ", eval_time: \\w+, exp_alerts: \\[]}");
      assertThat(tried)
          .containsPattern("alertname: " + name + "\\n +eval_time: \\w+\\n +exp_alerts:\\n");
    }
  }

  private static List<String> names() throws IOException {
    return found("(?m)- alert: (\\w+)$", RULES);
  }

  private static List<String> found(String pattern, Path file) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(file))
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toList());
  }
}
