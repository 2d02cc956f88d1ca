package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Two workers whose folders hold different functions, and change while they run. */
class OwnFunctionsIT {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String WHO =
      """
      import os
      def who(x: int):
          return int(os.environ["STARMAP_WORKER_PID"])
      """;

  private static final String SCRIPT =
      "while read -r item; do echo \"{\\\"value\\\":$((item * %d))}\"; done\n";

  @TempDir private static Path folder;
  private static Installation starmap;
  private static Http http;
  private static Program left;
  private static Program right;

  @BeforeAll
  static void start() throws IOException {
    starmap = Installation.start(Duration.ofSeconds(15));
    http = starmap.http();
    left = starmap.addWorker(2, Files.createDirectory(folder.resolve("left")));
    right = starmap.addWorker(2, Files.createDirectory(folder.resolve("right")));
  }

  @AfterAll
  static void stop() {
    if (starmap != null) {
      starmap.close();
    }
  }

  @Test
  void eachJobOfAMixedFleetGoesToTheWorkerThatHasItsFunction() throws IOException {
    write("left/here.py", WHO);
    write("right/there.py", WHO);
    awaitAnswer("here.who", "[" + left.pid() + "]");
    awaitAnswer("there.who", "[" + right.pid() + "]");
    var jobs = Stream.of("here", "there").map(OwnFunctionsIT::hundredChunks).toList();
    assertThat(pids(jobs.getFirst())).hasSize(100).containsOnly(left.pid());
    assertThat(pids(jobs.getLast())).hasSize(100).containsOnly(right.pid());

    Files.delete(folder.resolve("left/here.py"));

    await()
        .atMost(PATIENCE)
        .until(() -> http.post("/v1/map/here.who", "[1]").body().contains("unknown function"));
    assertThat(http.map("there.who", "[1]")).isEqualTo("[" + right.pid() + "]");
  }

  @Test
  void brokenFileIsListedAndNamedToCallersWithItsErrorUntilItIsMended() throws IOException {
    write("left/broken.py", "def fine(x):\n    return x\n\ndef broken(x:\n    return x\n");
    await()
        .atMost(PATIENCE)
        .until(() -> http.get("/v1/functions").body().contains("\"file\":\"broken.py\""));
    assertThat(http.get("/v1/functions").body())
        .contains("line 4: SyntaxError")
        .doesNotContain("\"broken.fine\"");
    var refused = http.post("/v1/map/broken.fine", "[1]");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body())
        .contains("unknown function 'broken.fine': its file broken.py is broken on ")
        .contains("line 4: SyntaxError")
        .contains("GET /v1/functions shows all of the error");

    write("left/broken.py", "def fine(x):\n    return x\n");

    awaitAnswer("broken.fine", "[1]");
    await()
        .atMost(PATIENCE)
        .until(() -> !http.get("/v1/functions").body().contains("\"file\":\"broken.py\""));
  }

  @Test
  void argumentThatDoesNotFitTheTypeHintsIsRefused() throws IOException {
    write("left/typed.py", "def half(x: int, whole: bool = False):\n    return x // 2\n");
    awaitAnswer("typed.half", "[0]");
    var wrong = http.post("/v1/map/typed.half", "[1,2,\"three\"]");
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body())
        .contains("item 2: argument x: expected an integer, got a string")
        .contains("\"pointer\":\"/2\"");
    var tooMany = http.post("/v1/starmap/typed.half", "[[1,true],[1,true,2]]");
    assertThat(tooMany.statusCode()).isEqualTo(422);
    assertThat(tooMany.body()).contains("item 1");
  }

  @Test
  void itemsThatWaitBehindALongOneInTheHandsOfAChildAreComputedOnce() throws IOException {
    var log = folder.resolve("calls.log");
    write(
        "left/once.py",
        """
        import time
        def once(x):
            with open(%s, "a") as log:
                log.write("%%d\\n" %% x)
            time.sleep(1 if x %% 100 == 99 else 0)
            return x
        """
            .formatted(JSON.writeValueAsString(log.toString())));
    awaitAnswer("once.once", "[1]");
    Files.delete(log);

    assertThat(http.post("/v1/map/once.once", JSON.writeValueAsString(numbers(1_000))).body())
        .isEqualTo(JSON.writeValueAsString(numbers(1_000)));

    assertThat(Files.readAllLines(log)).doesNotHaveDuplicates().hasSize(1_000);
  }

  @Test
  void changedScriptBesideAManifestIsANewVersion() throws IOException {
    write("left/twice.txt", SCRIPT.formatted(2));
    write("left/twice.yaml", "command: [sh, twice.txt]\n");
    awaitAnswer("twice", "[4]", "2");
    write("left/twice.txt", SCRIPT.formatted(3));
    awaitAnswer("twice", "[6]", "2");
  }

  @Test
  void changedFileServesItsNewVersionWhileARunningJobKeepsTheOldOne() throws IOException {
    var gate = folder.resolve("gate");
    write("left/turn.py", turn("old"));
    awaitAnswer("turn.turn", "[\"old\"]", JSON.writeValueAsString(folder.toString()));
    var items = Collections.nCopies(20, JSON.writeValueAsString(gate.toString()));
    var job =
        http.submit(
            "{\"function\":\"turn.turn\",\"chunkSize\":1,\"maxConcurrency\":1,\"input\":{\"items\":%s}}"
                .formatted(items));
    var pinned = http.job(job).get("function").asString();
    assertThat(pinned).matches("turn\\.turn@[0-9a-f]{8}");

    write("left/turn.py", turn("new"));

    var there = JSON.writeValueAsString(folder.toString());
    awaitAnswer("turn.turn", "[\"new\"]", there);
    assertThat(http.job(job).get("state").asString()).isIn("QUEUED", "RUNNING");
    assertThat(http.map(pinned, "[" + there + "]")).isEqualTo("[\"old\"]");
    Files.createFile(gate);
    assertThat(http.get(job + "/results?follow=true&values=true").body().lines())
        .hasSize(20)
        .containsOnly("\"old\"");
  }

  /** Answers once a file is there. */
  private static String turn(String answer) {
    return """
    import os, time
    def turn(gate):
        while not os.path.exists(gate):
            time.sleep(0.01)
        return "%s"
    """
        .formatted(answer);
  }

  private static String hundredChunks(String file) {
    return http.submit(
        "{\"function\":\"%s.who\",\"chunkSize\":1,\"input\":{\"range\":{\"stop\":100}}}"
            .formatted(file));
  }

  private static Stream<Long> pids(String job) {
    return http.get(job + "/results?follow=true&values=true").body().lines().map(Long::valueOf);
  }

  private static void awaitAnswer(String function, String answer) {
    awaitAnswer(function, answer, "1");
  }

  private static void awaitAnswer(String function, String answer, String item) {
    await(function + " answers " + answer)
        .atMost(PATIENCE)
        .until(() -> http.post("/v1/map/" + function, "[" + item + "]").body(), answer::equals);
  }

  private static int[] numbers(int count) {
    return IntStream.range(0, count).toArray();
  }

  private static void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }
}
