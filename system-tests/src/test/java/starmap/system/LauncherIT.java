package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherIT {
  private static final String LAUNCHER =
      Path.of(System.getProperty("starmap.home"), "starmap").toString();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path elsewhere;

  @Test
  void helpNamesEveryCommandAndAnUnknownOneIsRefused() {
    var help = launch(Map.of(), "help");
    assertThat(help.awaitExit(PATIENCE)).isZero();
    assertThat(help.output()).contains("demo", "up", "api", "worker", "chaos", "build", "test");

    var unknown = launch(Map.of(), "upp");
    assertThat(unknown.awaitExit(PATIENCE)).isEqualTo(2);
    assertThat(unknown.output()).contains("unknown command 'upp'");
  }

  @Test
  void oneScrapeOfUpTellsOfTheApiAndOfItsWorker() {
    try (var up = launch(Map.of("STARMAP_PORT", "0", "SERVER_PORT", "1"), "up", "--slots", "2")) {
      var http = new Http(up.awaitLine("Starmap is up: (http://127.0.0.1:\\d+)\n"));
      assertThat(http.post("/v1/map/square", "[1,2,3]").body()).isEqualTo("[1,4,9]");
      await()
          .untilAsserted(
              () ->
                  assertThat(http.get("/actuator/prometheus").body())
                      .contains("starmap_job_submitted_total 1.0", "starmap_worker_slots 2.0")
                      .contains(
                          "starmap_item_processed_total{function=\"square\",outcome=\"succeeded\"} 3.0"));
    }
  }

  @Test
  void upWithSeparateWorkersEndsWithoutAnythingLeft() {
    try (var up =
        launch(Map.of("STARMAP_PORT", "0", "STARMAP_WORKERS", "2"), "up", "--slots", "2")) {
      var http = new Http(up.awaitLine("Starmap is up: (http://127.0.0.1:\\d+)\n"));
      assertThat(http.post("/v1/map/square", "[1,2,3]").body()).isEqualTo("[1,4,9]");
      assertThat(http.get("/v1/workers").body())
          .contains("\"parent\":" + up.pid() + ",")
          .contains("\"slots\":1,")
          .doesNotContain("\"pid\":" + up.pid() + ",");
      var children = ProcessHandle.of(up.pid()).orElseThrow().descendants().toList();
      assertThat(children).hasSizeGreaterThanOrEqualTo(3);

      up.terminate();
      up.awaitExit(PATIENCE);

      await().atMost(PATIENCE).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  @Test
  void upThatIsToldToEndWhileItStartsLeavesNoRedis() {
    try (var up = launch(Map.of("STARMAP_PORT", "0"), "up")) {
      var redis =
          await()
              .atMost(PATIENCE)
              .until(() -> redisOf(up.pid()), Optional::isPresent)
              .orElseThrow();
      up.terminate();
      up.awaitExit(PATIENCE);
      await().atMost(PATIENCE).until(() -> !redis.isAlive());
    }
  }

  private static Optional<ProcessHandle> redisOf(long pid) {
    return ProcessHandle.of(pid).stream()
        .flatMap(ProcessHandle::descendants)
        .filter(one -> one.info().command().orElse("").contains("redis"))
        .findFirst();
  }

  @Test
  void killedWorkerOfUpIsReplaced() {
    try (var up = launch(Map.of("STARMAP_PORT", "0"), "up", "--workers", "1")) {
      var http = new Http(up.awaitLine("Starmap is up: (http://127.0.0.1:\\d+)\n"));
      var worker =
          ProcessHandle.of(up.pid())
              .orElseThrow()
              .children()
              .filter(child -> child.info().command().orElse("").endsWith("java"))
              .findFirst()
              .orElseThrow();
      worker.destroyForcibly();
      assertThat(http.post("/v1/map/square", "[4]").body()).isEqualTo("[16]");
      assertThat(up.output()).contains("another one starts");
    }
  }

  @Test
  void takenPortIsRefusedWhereItWasAskedFor() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var up = launch(Map.of(), "up", "--port", Integer.toString(taken.getLocalPort()));
      assertThat(up.awaitExit(PATIENCE)).isEqualTo(1);
      assertThat(up.output())
          .contains("port " + taken.getLocalPort() + " is taken")
          .contains("--port");
    }
  }

  @Test
  void wrongOptionsAreNamed() {
    var up = launch(Map.of(), "up", "--workers", "-1");
    assertThat(up.awaitExit(PATIENCE)).isEqualTo(2);
    assertThat(up.output()).contains("--workers must be from 0 to");
  }

  private Program launch(Map<String, String> environment, String... arguments) {
    var command = new java.util.ArrayList<>(List.of(LAUNCHER));
    command.addAll(List.of(arguments));
    return Program.start("launcher", environment, elsewhere, command);
  }
}
