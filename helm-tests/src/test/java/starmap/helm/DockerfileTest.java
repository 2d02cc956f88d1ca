package starmap.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * What can be said of the images without building them, which ComposeIT does: they start classes
 * that exist, as a user and on ports that the chart knows.
 */
class DockerfileTest {
  private static final Pattern STAGE = Pattern.compile("FROM (\\S+) AS (\\S+)");

  /** Lines by stage; continued lines are one. */
  private static Map<String, List<String>> stages() throws IOException {
    var text = Files.readString(Chart.HOME.resolve("docker/Dockerfile")).replace("\\\n", " ");
    Map<String, List<String>> stages = new LinkedHashMap<>();
    List<String> current = new ArrayList<>();
    for (var line : text.lines().map(String::strip).toList()) {
      var stage = STAGE.matcher(line);
      if (stage.matches()) {
        // what a stage begins with is that of another
        current = new ArrayList<>(stages.getOrDefault(stage.group(1), List.of()));
        stages.put(stage.group(2), current);
      }
      current.add(line);
    }
    return stages;
  }

  @ParameterizedTest
  @CsvSource({"api,8080", "worker,8081", "worker-python,8081"})
  void imageStartsAClassWithAMainMethodAndAsksThePortThatItListensOn(String target, int port)
      throws Exception {
    var lines = stages().get(target);
    var command = JsonMapper.shared().readTree(last(lines, "ENTRYPOINT "));
    assertThat(command.get(0).asString()).as("no shell").isEqualTo("java");
    var main = Class.forName(command.get(command.size() - 1).asString());
    assertThat(main.getMethod("main", String[].class)).isNotNull();
    assertThat(last(lines, "EXPOSE ")).isEqualTo(Integer.toString(port));
    assertThat(last(lines, "HEALTHCHECK "))
        .contains("CMD [\"curl\"", "http://127.0.0.1:" + port + "/actuator/health/readiness");
  }

  @ParameterizedTest
  @CsvSource({"api", "worker", "worker-python"})
  void imageRunsAsTheUserOfTheChart(String target) throws IOException {
    var user = last(stages().get(target), "USER ");
    assertThat(user).matches("[1-9][0-9]*:[1-9][0-9]*");
    assertThat(Files.readString(Chart.FOLDER.resolve("templates/_pod.tpl")))
        .contains("runAsUser: " + user.substring(0, user.indexOf(':')));
  }

  @Test
  void whatIsTrainedIsWhatIsRun() throws IOException {
    var stages = stages();
    var train =
        stages.get("app").stream().filter(line -> line.contains("Starmap train")).findFirst();
    assertThat(train.orElseThrow())
        .contains("-XX:AOTCacheOutput=/app/starmap.aot", "-cp /app/starmap.jar ");
    var command = last(stages.get("worker"), "ENTRYPOINT ");
    assertThat(command).contains("-XX:AOTCache=/app/starmap.aot", "/app/starmap.jar");
    for (var option :
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")) {
      assertThat(command).contains(option);
      assertThat(train.orElseThrow()).contains(option);
    }
  }

  @Test
  void imagesAreTrainedAsTheLauncherTrains() throws IOException {
    var launcher = Files.readString(Chart.HOME.resolve("starmap"));
    var options = Pattern.compile("training_options=\\((.*)\\)").matcher(launcher);
    assertThat(options.find()).isTrue();
    assertThat(String.join("\n", stages().get("app"))).contains(options.group(1));
  }

  @Test
  void imagesAreBuiltFromEveryModule() throws IOException {
    var modules =
        Pattern.compile("<module>(.*)</module>")
            .matcher(Files.readString(Chart.HOME.resolve("pom.xml")));
    assertThat(Files.readString(Chart.HOME.resolve(".dockerignore")))
        .contains(modules.results().map(module -> "\n!" + module.group(1)).toList());
  }

  @Test
  void chartCompositionAndTestsRunTheSameRedis() throws IOException {
    var image = Yaml.read(Chart.FOLDER.resolve("values.yaml")).get("redis").toString();
    var name = Pattern.compile("image=\\S+/([^,}]+)").matcher(image);
    assertThat(name.find()).isTrue();
    for (var file :
        List.of("docker-compose.yml", "common/src/test/java/starmap/store/ContainerRedis.java")) {
      assertThat(Files.readString(Chart.HOME.resolve(file))).contains(name.group(1));
    }
  }

  private static String last(List<String> lines, String instruction) {
    return lines.stream()
        .filter(line -> line.startsWith(instruction))
        .map(line -> line.substring(instruction.length()))
        .reduce((_, later) -> later)
        .orElseThrow();
  }
}
