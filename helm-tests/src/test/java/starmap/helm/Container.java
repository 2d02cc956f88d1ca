package starmap.helm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A service of the chart as a process of this machine: with the variables and files of its pod, of
 * which paths alone are changed, as nothing is mounted here.
 */
final class Container implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Service service;
  private final Process process;
  private final Path log;

  private Container(Service service, Process process, Path log) {
    this.service = service;
    this.process = process;
    this.log = log;
  }

  /** Starts the class that the image would start. */
  static Container start(Service service, String main, Path folder) throws IOException {
    var config = Files.createDirectories(folder.resolve("config"));
    var name = service.isApi() ? "starmap-api.yaml" : "starmap-worker.yaml";
    Files.writeString(
        config.resolve(name),
        service.file().replace("/functions", folder.resolve("functions").toString()));
    var logs = Files.createDirectories(Path.of("target", "logs"));
    var log = logs.resolve(folder.getFileName() + ".log").toAbsolutePath();
    var builder =
        new ProcessBuilder(
                "%s/bin/java".formatted(System.getProperty("java.home")),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                main)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    service
        .environment()
        .forEach(
            (variable, value) ->
                builder
                    .environment()
                    .put(variable, value.replace("/etc/starmap/config/", config + "/")));
    return new Container(service, builder.start(), log);
  }

  /** As the kubelet would ask. */
  void awaitProbe(String probe, int port) {
    var path = service.pod().container().path(probe).at("/httpGet/path").asString();
    var uri = URI.create("http://127.0.0.1:" + port + path);
    try (var http = HttpClient.newHttpClient()) {
      await(probe + " of " + service.pod().owner() + ", whose output is in " + log)
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .failFast("it ended: " + log, () -> !process.isAlive())
          .ignoreExceptions()
          .until(() -> status(http, uri) == 200);
    }
  }

  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGTERM; true where it ended before the kubelet would kill it. */
  boolean endsInTime() throws InterruptedException {
    process.destroy();
    long seconds = service.pod().spec().path("terminationGracePeriodSeconds").asLong();
    return process.waitFor(seconds, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static int status(HttpClient http, URI uri) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(3)).build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /** Runs a command of a pod's container, and gives its exit code and output. */
  static String run(Manifest.Pod pod, String api) throws IOException, InterruptedException {
    var container = pod.container();
    List<String> command =
        Stream.of(container.path("command"), container.path("args"))
            .flatMap(Manifest::stream)
            .map(JsonNode::asString)
            .toList();
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("API", api);
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return process.waitFor() + " " + output.strip();
  }
}
