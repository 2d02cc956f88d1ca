package starmap.helm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import starmap.localredis.LocalRedis;
import starmap.localredis.Source;
import starmap.store.DocumentedUser;

/** What the chart says is really run, by processes instead of pods; Redis knows one user only. */
@NeedsHelm
class ChartIT {
  @TempDir private Path folder;

  @Test
  void whatTheChartStartsPassesHelmTestComputesOwnFunctionsAndDrainsInTime() throws Exception {
    try (var redis = LocalRedis.start(Source.BEST)) {
      requireUser(redis.port(), "my-redis/password");
      int port = freePort();
      int health = freePort();
      var all = Chart.render(values(redis.port(), port));
      var api = service(all, "Deployment demo-starmap-api", "api");
      var worker = service(all, "Deployment demo-starmap-worker-default", "worker");
      worker.environment().put("SERVER_PORT", Integer.toString(health));
      mountFunctions(all, folder.resolve("worker/functions"));
      try (var first = start(api, "starmap.api.ApiApplication", "api");
          var second = start(worker, "starmap.worker.WorkerApplication", "worker")) {
        first.awaitProbe("readinessProbe", port);
        second.awaitProbe("readinessProbe", health);
        var test = Manifest.find(all, "Pod demo-starmap-test").pod().orElseThrow();
        var address = "http://127.0.0.1:" + port;
        assertThat(Container.run(test, address)).isEqualTo("0 [1,2,3] squared: [1,4,9]");
        assertThat(curl(address + "/v1/map/shout", "[\"a\"]")).isEqualTo("[\"a!\"]");
        assertThat(second.endsInTime()).as(second.output()).isTrue();
        assertThat(first.endsInTime()).as(first.output()).isTrue();
      }
    }
  }

  /** The value of a variable that comes from a secret is the name of the secret and its key. */
  private static void requireUser(int port, String password) {
    try (var client = RedisClient.create(RedisURI.create("127.0.0.1", port));
        var connection = client.connect()) {
      DocumentedUser.read().create(connection.sync());
      connection
          .sync()
          .aclSetuser(DocumentedUser.NAME, AclSetuserArgs.Builder.addPassword(password));
      connection.sync().aclSetuser("default", AclSetuserArgs.Builder.off());
    }
  }

  private Path values(int redis, int port) throws IOException {
    return Files.writeString(
        folder.resolve("values.yaml"),
        """
        redis: {mode: single, host: 127.0.0.1, port: %d, username: starmap, password: {secret: my-redis}}
        api:
          drainSeconds: 5
          properties: {server.port: %d}
        worker: {drainSeconds: 5}
        pools:
          default:
            functions:
              files:
                shout.sh: |
                  #!/bin/sh
                  while read -r item; do echo "{\\"value\\":${item%%\\"}!\\"}"; done
        """
            .formatted(redis, port));
  }

  private Container start(Service service, String main, String name) throws IOException {
    return Container.start(service, main, Files.createDirectories(folder.resolve(name)));
  }

  private static Service service(List<Manifest> all, String id, String program) {
    return Service.of(all, Manifest.find(all, id), program);
  }

  /** As the kubelet lays out a ConfigMap: files are links into a folder that is exchanged whole. */
  private static void mountFunctions(List<Manifest> all, Path mount) throws IOException {
    var data = Files.createDirectories(mount.resolve("..2026_01_01"));
    Files.createSymbolicLink(mount.resolve("..data"), data.getFileName());
    var map = Manifest.find(all, "ConfigMap demo-starmap-worker-default-functions");
    var items =
        Manifest.find(all, "Deployment demo-starmap-worker-default")
            .tree()
            .at("/spec/template/spec/volumes/2/configMap/items");
    for (var item : items) {
      var name = item.path("path").asString();
      var content = map.tree().path("data").path(item.path("key").asString()).asString();
      var file = Files.writeString(data.resolve(name), content);
      assertThat(file.toFile().setExecutable((item.path("mode").asInt() & 0100) != 0)).isTrue();
      Files.createSymbolicLink(mount.resolve(name), Path.of("..data", name));
    }
  }

  private static String curl(String address, String body) throws IOException, InterruptedException {
    var retried = List.of("--retry", "20", "--retry-all-errors", "--retry-delay", "1");
    var command = new ArrayList<>(List.of("curl", "-sS", "--fail", address, "--json", body));
    command.addAll(retried);
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
