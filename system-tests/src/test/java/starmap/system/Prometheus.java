package starmap.system;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus, as it is installed, with an empty database of its own. */
final class Prometheus implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Program program;
  private final Http http;

  private Prometheus(Program program, Http http) {
    this.program = program;
    this.http = http;
  }

  /** One of its programs, where it is installed. */
  static Optional<Path> installed(String name) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Scrapes services, by the name of their job, each second, and follows the rules of a file. */
  static Prometheus start(Map<String, Http> services, Path rules, Path folder) throws IOException {
    var jobs =
        services.entrySet().stream()
            .map(e -> job(e.getKey(), URI.create(e.getValue().address())))
            .collect(Collectors.joining());
    var configuration = folder.resolve("prometheus.yaml");
    Files.writeString(
        configuration,
        "global: {scrape_interval: 1s, evaluation_interval: 1s}\nrule_files: ['%s']\nscrape_configs:\n%s"
            .formatted(rules.toAbsolutePath().normalize(), jobs));
    int port = freePort();
    var command =
        List.of(
            installed("prometheus").orElseThrow().toString(),
            "--config.file=" + configuration,
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port);
    var program = Program.start("prometheus", Map.of(), command);
    var prometheus = new Prometheus(program, new Http("http://127.0.0.1:" + port));
    program.awaitLine("(Server is ready)");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                prometheus
                    .query("sum(up)")
                    .path(0)
                    .at("/value/1")
                    .asString("")
                    .equals(Integer.toString(services.size())));
    return prometheus;
  }

  /** The answer to a query at this moment: an array of series. */
  JsonNode query(String expression) {
    return data("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
        .get("result");
  }

  /** What an API path answers. */
  JsonNode data(String path) {
    var answer = http.get(path);
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + ": " + answer.body());
    }
    return JsonMapper.shared().readTree(answer.body()).get("data");
  }

  @Override
  public void close() {
    program.close();
  }

  private static String job(String name, URI address) {
    return "  - {job_name: %s, metrics_path: /actuator/prometheus, static_configs: [{targets: ['%s']}]}\n"
        .formatted(name, address.getAuthority());
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
