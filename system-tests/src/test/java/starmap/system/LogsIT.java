package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import starmap.log.LogKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogsIT {
  private static final String SECRET = "swordfish-4711";

  /** What each message has in the Elastic Common Schema, and what a request and a trace add. */
  private static final Set<String> OF_ALL =
      Set.of(
          "@timestamp",
          "log",
          "process",
          "service",
          "message",
          "ecs",
          "error",
          "tags",
          "requestId");

  @TempDir private Path functions;

  @Test
  void theLifeOfJobsAndWorkersIsToldOnceInTheElasticCommonSchema() {
    var ecs = Map.of("LOGGING_STRUCTURED_FORMAT_CONSOLE", "ecs");
    try (var starmap = Installation.start(Duration.ofSeconds(15), ecs)) {
      var worker = starmap.addWorker(2);
      var job = starmap.http().submit("{\"function\":\"square\",\"input\":{\"items\":[1,2,3]}}");
      for (int i = 0; i < 20; i++) {
        starmap.http().map("square", "[1,2]");
      }
      await().until(() -> !messages(starmap.api(), "job ended").isEmpty());
      worker.terminate();
      worker.awaitExit(Duration.ofSeconds(30));

      var accepted = messages(starmap.api(), "job accepted");
      assertThat(accepted).as("direct calls are not told").hasSize(1);
      assertThat(job).endsWith(accepted.getFirst().get("jobId").asString());
      assertThat(accepted.getFirst().get("requestId").asString()).isNotBlank();
      var ended = messages(starmap.api(), "job ended");
      assertThat(ended).hasSize(1);
      assertThat(job).endsWith(ended.getFirst().get("jobId").asString());
      assertThat(ended.getFirst().get("function").asString()).isEqualTo("square@1");
      assertThat(ended.getFirst().get("state").asString()).isEqualTo("SUCCEEDED");
      assertThat(ended.getFirst().get("succeeded").asInt()).isEqualTo(3);
      assertThat(ended.getFirst().get("failed").asInt()).isZero();
      assertThat(ended.getFirst().get("seconds").asDouble()).isPositive();
      for (var what : List.of("worker started", "worker drains: ", "worker ended")) {
        assertThat(messages(worker, what)).as(what).hasSize(1);
      }
      assertThat(keys(starmap.api(), worker)).isSubsetOf(known());
    }
  }

  @Test
  void leasesOfAWorkerThatDiedAreAWarning() {
    try (var starmap = Installation.start(Duration.ofSeconds(3))) {
      var victim = starmap.addWorker(1);
      var job = starmap.http().submit("{\"function\":\"sleep\",\"input\":{\"items\":[60]}}");
      await().until(() -> starmap.http().job(job).at("/counts/running").asInt() == 1);
      victim.kill();
      starmap
          .api()
          .awaitLine("(WARN .*leases ended, .* jobId=\"" + job.replace("/v1/jobs/", "") + "\")");
    }
  }

  @Test
  void payloadsAreInNoLogWhateverBecomesOfThem() throws IOException {
    Files.writeString(
        functions.resolve("leak.py"),
        """
        import os

        def join(x, y):
            return x + y

        def boom(x):
            raise ValueError("no " + x)

        def crash(x):
            os._exit(3)
        """);
    var debug = Map.of("LOGGING_LEVEL_STARMAP", "debug");
    try (var starmap = Installation.start(Duration.ofSeconds(15), debug)) {
      var worker = starmap.addWorker(2, functions);
      await().until(() -> starmap.http().get("/v1/functions/leak.join").statusCode() == 200);

      var errors = new StringBuilder();
      for (var job :
          List.of(
              "\"upper\",\"input\":{\"items\":[\"SECRET\"]}",
              "\"leak.join\",\"input\":{\"items\":[\"SECRET\"]},\"constants\":{\"y\":\"SECRET\"}",
              "\"upper\",\"input\":{\"repeat\":{\"value\":\"SECRET\",\"times\":3}}",
              "\"fail\",\"input\":{\"items\":[\"SECRET\"]}",
              "\"leak.boom\",\"input\":{\"items\":[\"SECRET\"]},\"retry\":{\"maxAttempts\":2}",
              "\"leak.crash\",\"input\":{\"items\":[\"SECRET\"]}")) {
        var path = starmap.http().submit("{\"function\":" + secret(job) + "}");
        assertThat(starmap.http().get(path + "?wait=60").statusCode()).isEqualTo(200);
        errors.append(starmap.http().get(path + "/errors").body());
      }
      assertThat(errors.toString()).as("the secret came so far").contains("no " + SECRET);
      malformed(starmap.http());

      assertThat(starmap.api().output()).contains("job accepted").doesNotContain(SECRET);
      assertThat(worker.output()).contains("a chunk is through").doesNotContain(SECRET);
    }
  }

  private static void malformed(Http http) {
    for (var path :
        List.of(
            "/v1/map/upper",
            "/v1/map/square",
            "/v1/starmap/power",
            "/v1/apply/leak.boom",
            "/v1/jobs")) {
      for (var type : List.of("application/json", "application/x-ndjson", "text/csv")) {
        for (var body :
            List.of(
                "[\"SECRET",
                "SECRET",
                "\"SECRET\"",
                "{\"SECRET\":1}",
                "[\"SECRET\"]",
                "1,\"SECRET",
                "{\"function\":\"SECRET\"}")) {
          var answer = http.post(path, secret(body), Map.of("Content-Type", type));
          assertThat(answer.statusCode()).as(path + " " + type + " " + body).isLessThan(500);
        }
      }
    }
  }

  private static String secret(String text) {
    return text.replace("SECRET", SECRET);
  }

  private static List<JsonNode> messages(Program program, String begin) {
    return lines(program)
        .filter(line -> line.path("message").asString().startsWith(begin))
        .toList();
  }

  private static Set<String> keys(Program... programs) {
    var keys = new HashSet<String>();
    Stream.of(programs).flatMap(LogsIT::lines).forEach(line -> keys.addAll(line.propertyNames()));
    return keys;
  }

  private static Stream<JsonNode> lines(Program program) {
    return program
        .output()
        .lines()
        .filter(line -> line.startsWith("{"))
        .map(JsonMapper.shared()::readTree);
  }

  private static Set<String> known() {
    var known = new HashSet<>(OF_ALL);
    Arrays.stream(LogKey.class.getFields()).map(LogsIT::value).forEach(known::add);
    return known;
  }

  private static String value(Field field) {
    try {
      return (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
