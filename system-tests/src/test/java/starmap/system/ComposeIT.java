package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What docker-compose.yml starts, as the README has it: four workers in images that are built here.
 * Neither API nor worker would start if it did not fit its AOT cache ({@link Composition#changes}).
 */
class ComposeIT {
  private static final Path HOME = Path.of(System.getProperty("starmap.home"));
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<String> SERVICES =
      List.of("redis", "api-service", "worker-service", "prometheus", "grafana");
  private static final int WORKERS = 4;

  @TempDir private static Path folder;

  private static Docker docker;
  private static Composition starmap;
  private static Http http;

  @BeforeAll
  static void doWhatTheReadmeShows() throws IOException {
    docker = Docker.required();
    docker.provideImages();
    docker.build("api", "starmap-api:test");
    docker.build("worker", "starmap-worker:test");
    docker.build("worker-python", "starmap-worker-python:test");
    starmap = new Composition(docker, "test", Composition.changes(folder));
    http = starmap.http("STARMAP_PORT");
    var commands = Readme.section(HOME.resolve("README.md"), Readme.COMPOSE);
    for (var command : commands.subList(0, commands.size() - 1)) {
      assertThat(starmap.type(command.line())).as(command.line()).matches(command.expected());
      awaitHealth();
    }
    await().atMost(PATIENCE).until(() -> workers().size() == WORKERS);
  }

  @AfterAll
  static void nothingIsLeft() {
    if (starmap != null) {
      var down = Readme.section(HOME.resolve("README.md"), Readme.COMPOSE).getLast();
      starmap.type(down.line());
      starmap.compose("down", "--volumes");
      assertThat(starmap.leftovers()).isEmpty();
    }
  }

  @Test
  void everyContainerHasLimitsAndNoPrivilegesAndIsReachedFromThisMachineOnly() {
    for (var service : SERVICES) {
      for (var container : starmap.containers(service)) {
        var host = container.get("HostConfig");
        assertThat(host.get("ReadonlyRootfs").asBoolean()).as(service).isTrue();
        assertThat(host.get("CapDrop").toString()).as(service).isEqualTo("[\"ALL\"]");
        assertThat(host.get("SecurityOpt").toString()).contains("no-new-privileges");
        assertThat(host.get("Privileged").asBoolean()).isFalse();
        assertThat(host.get("Memory").asLong()).as(service).isPositive();
        assertThat(host.get("NanoCpus").asLong()).as(service).isPositive();
        assertThat(container.at("/Config/User").asString()).matches("|[1-9][0-9]*:[0-9]+");
        assertThat(bindings(host)).as(service).allMatch("127.0.0.1"::equals);
      }
    }
  }

  @Test
  void functionsOfTheFolderAreThere() {
    assertThat(http.map("cube.cube", "[1,2,3]")).isEqualTo("[1,8,27]");
    assertThat(http.map("shout", "[\"hello\"]")).isEqualTo("[\"HELLO!\"]");
  }

  @Test
  void prometheusScrapesTheApiAndEveryWorkerAndHasTheRules() {
    http.map("square", "[1,2,3]");
    int workers = starmap.containers("worker-service").size();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(query("up{job=\"starmap-api\"}")).containsExactly(1);
              assertThat(query("up{job=\"starmap-worker\"}")).hasSize(workers).containsOnly(1);
              assertThat(query("sum(starmap_item_processed_total{function=\"square\"})"))
                  .singleElement()
                  .matches(items -> items >= 3);
            });
    var rules = prometheus("/api/v1/rules").at("/data/groups/0/rules");
    assertThat(rules.size()).isEqualTo(8);
  }

  @Test
  void grafanaReachesPrometheusAndHasItsDashboards() throws IOException {
    var grafana = starmap.http("GRAFANA_PORT");
    var version = JSON.readTree(grafana.get("/api/health").body()).get("version").asString();
    var source = "/etc/grafana/provisioning/datasources/starmap.yaml";
    var container = starmap.containers("grafana").getFirst().get("Id").asString();
    if (version.contains("stand-in")) {
      System.err.println(
          "NOT TESTED: Grafana itself, only that its files are where it looks for them");
      var url = yaml(grafana.get(source).body()).at("/datasources/0/url").asString();
      docker.run("exec", container, "wget", "-q", "-O", "/dev/null", url + "/-/ready");
      var provider = "/etc/grafana/provisioning/dashboards/starmap.yaml";
      var path = yaml(grafana.get(provider).body()).at("/providers/0/options/path").asString();
      for (var file : dashboards()) {
        assertThat(grafana.get(path + "/" + file.getFileName()).body())
            .isEqualTo(Files.readString(file));
      }
    } else {
      assertThat(JSON.readTree(grafana.get("/api/search?type=dash-db").body())).hasSize(3);
    }
  }

  @Test
  void dashboardsHaveWhatGrafanaWants() throws IOException {
    var all = new ArrayList<JsonNode>();
    for (var file : dashboards()) {
      all.add(JSON.readTree(Files.readString(file)));
    }
    assertThat(all).extracting(one -> one.get("uid").asString()).hasSize(3).doesNotHaveDuplicates();
    for (var dashboard : all) {
      assertThat(dashboard.get("title").asString()).startsWith("Starmap");
      assertThat(dashboard.get("schemaVersion").asInt()).isGreaterThan(30);
      assertThat(dashboard.at("/templating/list/0/query").asString()).isEqualTo("prometheus");
      assertThat(dashboard.get("panels"))
          .isNotEmpty()
          .allMatch(panel -> panel.hasNonNull("type") && panel.at("/gridPos/w").asInt() > 0);
    }
  }

  @Test
  void resultsAreRightAndInOrderAfterAWorkerWasKilled() {
    var items = seconds(400);
    var job = submit(items, 5);
    await().until(() -> succeeded(job) > 100);
    docker.run("kill", busyWorker());

    assertThat(results(job)).isEqualTo(lines(items));

    assertThat(http.job(job).at("/chunks/reclaimed").asLong()).isPositive();
  }

  @Test
  void stoppedWorkerHandsItsChunksBackInItsGraceAndNoAttemptIsCharged() {
    var items = seconds(200);
    var job = submit(items, 50);
    await().until(() -> succeeded(job) > 20);
    var worker = busyWorker();
    long begun = System.nanoTime();
    docker.run("stop", "--time", "40", worker);
    double took = (System.nanoTime() - begun) / 1e9;

    assertThat(results(job)).isEqualTo(lines(items));

    assertThat(starmap.inspect(worker).at("/State/ExitCode").asInt()).isEqualTo(143);
    assertThat(http.job(job).at("/chunks/reclaimed").asLong()).isZero();
    var chunks = http.get(job + "/chunks").body().lines().map(JSON::readTree).toList();
    assertThat(chunks).isNotEmpty().allMatch(chunk -> chunk.get("attempts").asInt() == 1);
    System.out.printf("docker stop of a busy worker: %.1f s%n", took);
  }

  @Test
  void imagesTellWhatTheyAreMadeOf() throws IOException {
    for (var service : List.of("api-service", "worker-service")) {
      var jar = folder.resolve(service + ".jar");
      var container = starmap.containers(service).getFirst().get("Id").asString();
      docker.run("cp", container + ":/app/starmap.jar", jar.toString());
      try (var files = new ZipFile(jar.toFile())) {
        var entry = files.getEntry("META-INF/sbom/application.cdx.json");
        var bill = JSON.readTree(files.getInputStream(entry));
        assertThat(bill.get("bomFormat").asString()).isEqualTo("CycloneDX");
        assertThat(bill.get("components").valueStream().map(one -> one.get("name").asString()))
            .contains("lettuce-core", "spring-boot", "starmap-worker-service");
      }
    }
  }

  private static void awaitHealth() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                SERVICES.stream()
                    .flatMap(service -> starmap.containers(service).stream())
                    .map(container -> container.at("/State/Health/Status").asString())
                    .allMatch("healthy"::equals));
  }

  private static List<JsonNode> workers() {
    return JSON.readTree(http.get("/v1/workers").body())
        .get("workers")
        .valueStream()
        .filter(worker -> worker.get("alive").asBoolean())
        .toList();
  }

  /** The container of a worker that computes something; a container's name is its host's. */
  private static String busyWorker() {
    return await()
        .until(
            () ->
                workers().stream()
                    .filter(worker -> worker.get("busy").asInt() > 0)
                    .map(worker -> worker.get("host").asString())
                    .findFirst()
                    .orElse(""),
            host -> !host.isEmpty());
  }

  /** Times to sleep, each another one, and each as it is written. */
  private static List<String> seconds(int count) {
    return IntStream.range(0, count).mapToObj("0.1%04d1"::formatted).toList();
  }

  private static String submit(List<String> items, int chunkSize) {
    return http.submit(
        "{\"function\":\"sleep\",\"chunkSize\":%d,\"input\":{\"items\":%s}}"
            .formatted(chunkSize, items));
  }

  private static long succeeded(String job) {
    return http.job(job).at("/counts/succeeded").asLong();
  }

  private static String results(String job) {
    return http.get(job + "/results?follow=true&values=true").body();
  }

  private static String lines(List<String> values) {
    return values.stream().map(value -> value + "\n").collect(Collectors.joining());
  }

  private static Stream<String> bindings(JsonNode host) {
    return host.get("PortBindings")
        .valueStream()
        .flatMap(JsonNode::valueStream)
        .map(binding -> binding.get("HostIp").asString());
  }

  private static List<Path> dashboards() throws IOException {
    try (var files = Files.list(HOME.resolve("monitoring/grafana"))) {
      return files.toList();
    }
  }

  private static JsonNode yaml(String text) {
    return JSON.valueToTree(new Yaml().load(text));
  }

  private static List<Integer> query(String expression) {
    var encoded = java.net.URLEncoder.encode(expression, java.nio.charset.StandardCharsets.UTF_8);
    return prometheus("/api/v1/query?query=" + encoded)
        .at("/data/result")
        .valueStream()
        .map(series -> Integer.valueOf(series.at("/value/1").asString()))
        .toList();
  }

  private static JsonNode prometheus(String path) {
    return JSON.readTree(starmap.http("PROMETHEUS_PORT").get(path).body());
  }
}
