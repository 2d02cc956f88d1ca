package starmap.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What docker-compose.yml describes, under a name and on ports that nobody else has. */
final class Composition {
  private static final Path HOME = Path.of(System.getProperty("starmap.home"));
  private static final String LABEL = "label=com.docker.compose.";

  private final Docker docker;
  private final String project = "starmap-test-" + ProcessHandle.current().pid();
  private final Map<String, Integer> ports = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  /** {@code changes} is what differs from docker-compose.yml; images are those of a tag. */
  Composition(Docker docker, String tag, Path changes) throws IOException {
    this.docker = docker;
    for (var port : List.of("STARMAP_PORT", "PROMETHEUS_PORT", "GRAFANA_PORT")) {
      ports.put(port, freePort());
      environment.put(port, Integer.toString(ports.get(port)));
    }
    environment.put("STARMAP_TAG", tag);
    environment.put("COMPOSE_PROJECT_NAME", project);
    environment.put("COMPOSE_FILE", HOME.resolve("docker-compose.yml") + ":" + changes);
  }

  /** Where a service is reached from outside. */
  Http http(String port) {
    return new Http("http://127.0.0.1:" + ports.get(port));
  }

  /** Runs a line of the README; an older Compose is called otherwise, and waits less. */
  String type(String line) {
    var typed = line.replace("localhost:8080", "127.0.0.1:" + ports.get("STARMAP_PORT"));
    if (!docker.hasComposePlugin()) {
      typed = typed.replace("docker compose", docker.compose().getFirst()).replace(" --wait", "");
    }
    return Docker.run(List.of("bash", "-c", typed), environment);
  }

  /** Runs a command of Compose. */
  String compose(String... arguments) {
    var command = Stream.concat(docker.compose().stream(), Stream.of(arguments)).toList();
    return Docker.run(command, environment);
  }

  /** Running containers of a service, as {@code docker inspect} shows them. */
  List<JsonNode> containers(String service) {
    var ids =
        list("ps", "--quiet", "--filter", LABEL + "service=" + service).stream()
            .toArray(String[]::new);
    return Stream.of(ids).map(this::inspect).toList();
  }

  /** A container, running or not. */
  JsonNode inspect(String id) {
    return JsonMapper.shared().readTree(docker.run("inspect", id)).get(0);
  }

  /** Containers, networks and volumes that are still there. */
  List<String> leftovers() {
    var all = new ArrayList<String>();
    all.addAll(list("ps", "--all", "--quiet"));
    all.addAll(list("network", "ls", "--quiet"));
    all.addAll(list("volume", "ls", "--quiet"));
    return all;
  }

  private List<String> list(String... arguments) {
    var own = Stream.of("--filter", LABEL + "project=" + project);
    return docker
        .run(Stream.concat(Stream.of(arguments), own).toArray(String[]::new))
        .lines()
        .toList();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Writes a file of changes for the tests: leases that end soon, and no start without the cache.
   */
  static Path changes(Path folder) throws IOException {
    var options = "JDK_JAVA_OPTIONS: \"-XX:MaxRAMPercentage=%d -XX:AOTMode=on\"";
    return Files.writeString(
        folder.resolve("changes.yml"),
        """
        services:
          api-service:
            environment: {STARMAP_STORE_LEASE: 6s, %s}
          worker-service:
            environment: {STARMAP_STORE_LEASE: 6s, STARMAP_WORKER_HEARTBEAT: 2s, %s}
        """
            .formatted(options.formatted(70), options.formatted(35)));
  }
}
