package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PostmanIT {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Path FOLDER = Path.of("postman");
  private static final Path NEWMAN = Path.of("node_modules/newman/bin/newman.js");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path folder;

  @BeforeAll
  static void needsNodeAndItsPackages() {
    if (!Files.exists(FOLDER.resolve(NEWMAN)) || !isOnPath("node")) {
      var reason =
          "SKIPPED: the Postman collection needs Node.js 20 and its packages: npm ci --prefix system-tests/postman";
      System.err.println(reason);
      abort(reason);
    }
  }

  @Test
  void everyRequestOfTheCollectionGetsADocumentedAnswer() throws IOException {
    try (var starmap = Installation.start(Duration.ofSeconds(15))) {
      starmap.addWorker(2);
      var collection = folder.resolve("collection.json").toAbsolutePath().toString();
      var report = folder.resolve("report.json").toAbsolutePath();
      node("collection", "collection.mjs", starmap.http().address(), collection);
      node(
          "newman",
          NEWMAN.toString(),
          "run",
          collection,
          "--color=off",
          "--timeout-request=60000",
          "--reporters=cli,json",
          "--reporter-json-export=" + report);

      var run = JSON.readTree(Files.readString(report)).get("run");
      assertThat(run.at("/stats/assertions/failed").asInt()).isZero();
      assertThat(run.get("executions"))
          .allSatisfy(one -> assertThat(one.get("assertions").size()).isPositive())
          .extracting(one -> one.at("/item/name").asString())
          .containsAll(operations(starmap.http()));
      System.out.printf("newman: %d requests, all green%n", run.get("executions").size());
    }
  }

  private static void node(String name, String... arguments) {
    var command = new ArrayList<>(List.of("node"));
    command.addAll(List.of(arguments));
    try (var program = Program.start(name, Map.of(), FOLDER, command)) {
      assertThat(program.awaitExit(PATIENCE)).as(program.output()).isZero();
    }
  }

  private static List<String> operations(Http http) {
    var names = new ArrayList<String>();
    for (var path : JSON.readTree(http.get("/openapi.json").body()).get("paths")) {
      for (JsonNode operation : path) {
        names.add(operation.get("operationId").asString());
      }
    }
    return names;
  }

  private static boolean isOnPath(String program) {
    return List.of(System.getenv("PATH").split(":")).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
