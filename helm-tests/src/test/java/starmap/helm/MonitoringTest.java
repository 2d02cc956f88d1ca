package starmap.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Dashboards and rules have one home, {@code monitoring/}; the chart has a link to it. */
@NeedsHelm
class MonitoringTest {
  private static final Path MONITORING = Chart.HOME.resolve("monitoring");

  @TempDir private Path folder;

  @Test
  void thePackageHasTheVeryFiles() throws Exception {
    new Helm(Chart.FOLDER).packageIt().withDestination(folder).call();
    var unpack =
        new ProcessBuilder("tar", "xzf", onlyFile().toString()).directory(folder.toFile()).start();
    assertThat(unpack.waitFor()).isZero();
    var packed = files(folder.resolve("starmap/monitoring"));
    var expected = files(MONITORING);
    expected.keySet().removeIf(name -> name.endsWith("-test.yaml"));
    assertThat(packed).isNotEmpty().isEqualTo(expected);
  }

  @Test
  void everyRuleIsInAnObjectForTheOperator() throws IOException {
    var groups =
        ofKind("PrometheusRule").stream()
            .flatMap(one -> Manifest.stream(one.tree().at("/spec/groups")))
            .toList();
    var expected =
        files(MONITORING).entrySet().stream()
            .filter(file -> file.getKey().matches(".*\\.ya?ml"))
            .map(file -> Yaml.one(file.getValue()).path("groups"))
            .flatMap(Manifest::stream)
            .toList();
    assertThat(groups).isNotEmpty().containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void everyDashboardIsInAConfigMapThatGrafanasSidecarFinds() throws IOException {
    Map<String, String> told = new TreeMap<>();
    ofKind("ConfigMap").stream()
        .filter(one -> one.tree().at("/metadata/labels/dashboard").asString("").equals("yes"))
        .flatMap(one -> one.tree().path("data").properties().stream())
        .forEach(file -> told.put(file.getKey(), file.getValue().asString()));
    var expected = files(MONITORING);
    expected.keySet().removeIf(name -> !name.endsWith(".json"));
    assertThat(told).isNotEmpty().hasSameSizeAs(expected);
    expected.forEach(
        (path, text) -> {
          var name = Path.of(path).getFileName().toString();
          assertThat(JsonMapper.shared().readTree(told.get(name)))
              .as(name)
              .isEqualTo(JsonMapper.shared().readTree(text));
        });
  }

  private Path onlyFile() throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList().getFirst();
    }
  }

  private static List<Manifest> ofKind(String kind) {
    return Chart.render(ValueSets.named("monitored")).stream()
        .filter(one -> one.kind().equals(kind))
        .toList();
  }

  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (var paths = Files.walk(folder)) {
      for (var path : paths.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(path).toString(), Files.readString(path));
      }
    }
    return files;
  }
}
