package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever a function does to its process, the item that it did it for has the error, the others
 * are right, and its worker goes on as if nothing had been.
 */
class MisbehavingFunctionsIT {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int ITEMS = 20;
  private static final int BAD = 5;

  /** Python's print is for the log, so that nothing is wrong with these. */
  private static final String TALK =
      """
      import os, sys
      def garbage(x):
          if x == 5: print("{oh no")
          return x
      def unended(x):
          if x == 5: sys.stdout.write("no end of line")
          return x
      def gigabyte(x):
          if x == 5:
              for _ in range(1024): os.write(1, b"x" * (1 << 20))
          return x
      """;

  private static final String DIE =
      """
      import os, time
      def segfault(x):
          if x == 5: os.kill(os.getpid(), 11)
          return x
      def fork(x):
          if x == 5:
              if os.fork(): os._exit(3)
              time.sleep(3600)
          return x
      def leave(x):
          if x == 5:
              if os.fork(): os._exit(3)
              os.setsid()
              time.sleep(3600)
          return x
      """;

  private static final String HANG =
      """
      import time
      def hang(x):
          if x == 5: time.sleep(3600)
          return x
      """;

  private static final String HUNGRY =
      """
      import time
      def eat(x):
          if x == 5:
              food = b"x" * (300 << 20)
              time.sleep(3600)
          return x
      """;

  private static final String WEARY =
      """
      import os
      given = 0
      def who(x):
          global given
          given += 1
          if given > 10: os._exit(1)
          return [x, os.getpid()]
      """;

  private static final String SHELL =
      """
      #!/bin/sh
      while read -r x; do
        if [ "$x" = 5 ]; then %s; fi
        echo "{\\"value\\":$x}"
      done
      """;

  private static final String THREE =
      """
      #!/bin/sh
      for i in 1 2 3; do read -r x; echo "{\\"value\\":$x}"; done
      """;

  @TempDir private static Path folder;
  private static Installation starmap;
  private static Http http;
  private static Program worker;

  /** It has one slot, so that it is known which child has what. */
  private static Program lone;

  @BeforeAll
  static void start() throws IOException {
    writeFunctions(Files.createDirectory(folder.resolve("both")));
    var alone = Files.createDirectory(folder.resolve("alone"));
    write(alone.resolve("weary.py"), WEARY);
    write(alone.resolve("weary.yaml"), "maxTasksPerChild: 10\n");
    write(alone.resolve("three.sh"), THREE);
    starmap = Installation.start(Duration.ofSeconds(15));
    http = starmap.http();
    worker = starmap.addWorker(2, folder.resolve("both"));
    lone = starmap.addWorker(1, alone);
    for (var name : List.of("talk.garbage", "hungry.eat", "unended", "weary.who", "three")) {
      await(name).until(() -> http.get("/v1/functions/" + name).statusCode() == 200);
    }
  }

  private static void writeFunctions(Path both) throws IOException {
    write(both.resolve("talk.py"), TALK);
    write(both.resolve("die.py"), DIE);
    write(both.resolve("hang.py"), HANG);
    write(both.resolve("hang.yaml"), "timeout: 2\n");
    write(both.resolve("hungry.py"), HUNGRY);
    write(both.resolve("hungry.yaml"), "memory: 100MB\n");
    write(both.resolve("garbage.sh"), SHELL.formatted("echo 'oh no'"));
    write(both.resolve("unended.sh"), SHELL.formatted("printf x; sleep 3600"));
    write(both.resolve("unended.yaml"), "timeout: 2\n");
    write(
        both.resolve("gigabyte.sh"), SHELL.formatted("head -c 1073741824 /dev/zero | tr '\\0' x"));
    write(both.resolve("segfault.sh"), SHELL.formatted("echo 'last words' >&2; kill -SEGV $$"));
    write(both.resolve("fork.sh"), SHELL.formatted("sleep 3600 & exit 3"));
  }

  @AfterAll
  static void stop() {
    if (starmap != null) {
      starmap.close();
    }
  }

  @AfterEach
  void theWorkerIsTheSameAndNothingIsLeft() {
    for (var one : List.of(worker, lone)) {
      await("zombies").until(() -> ProcessEntry.zombiesOf(one.pid()), List::isEmpty);
      await("strays").until(() -> ProcessEntry.straysOf(one.pid()), List::isEmpty);
      assertThat(one.isAlive()).isTrue();
      assertThat(http.get("/v1/workers").body()).contains("\"pid\":" + one.pid() + ",");
    }
  }

  @Test
  void whatPythonPrintsIsNoAnswer() {
    for (var function : List.of("talk.garbage", "talk.unended", "talk.gigabyte")) {
      assertThat(http.map(function, items())).isEqualTo(items());
    }
    assertThat(worker.output()).contains("{oh no");
  }

  @Test
  void garbageOfAProgramIsABadAnswer() {
    onlyTheFifthFails("garbage").startsWith("BadAnswer: ").endsWith("got text that is no JSON");
  }

  @Test
  void programThatDoesNotEndItsLineTakesTooLong() {
    onlyTheFifthFails("unended").startsWith("TimedOut: the item took longer than PT2S");
  }

  @Test
  void gigabyteWithoutALineEndIsABadAnswer() {
    onlyTheFifthFails("gigabyte")
        .isEqualTo("BadAnswer: expected one answer a line, got a line without end");
  }

  @Test
  void hangingFunctionTakesTooLong() {
    onlyTheFifthFails("hang.hang").startsWith("TimedOut: the item took longer than PT2S");
  }

  @Test
  void functionThatForksAndExitsHasCrashed() {
    for (var function : List.of("die.fork", "die.leave", "fork")) {
      onlyTheFifthFails(function).isEqualTo("Crashed: the child ended with exit code 3");
    }
  }

  @Test
  void segmentationFaultIsACrashByItsSignal() {
    onlyTheFifthFails("die.segfault").startsWith("Crashed: the child ended by signal 11 (SIGSEGV)");
    onlyTheFifthFails("segfault")
        .isEqualTo("Crashed: the child ended by signal 11 (SIGSEGV); its last words: last words");
  }

  @Test
  void functionThatEatsMemoryIsStoppedAtItsLimit() {
    onlyTheFifthFails("hungry.eat")
        .startsWith("OutOfMemory: the child took ")
        .contains("its limit is 100 MB");
  }

  @Test
  void programThatExitsAfterThreeItemsCostsEachFourth() {
    var answer = collect("three", "&chunksize=" + ITEMS);
    var fourths = IntStream.range(0, ITEMS).filter(i -> i % 4 == 3).boxed().toList();
    assertThat(answer.get("errors").valueStream().map(one -> one.get("index").asInt()).toList())
        .isEqualTo(fourths);
    assertThat(answer.get("errors").valueStream().map(MisbehavingFunctionsIT::words))
        .containsOnly(
            "Crashed: the child ended with exit code 0 before it answered; maxTasksPerChild says"
                + " how many items it takes");
    assertOthersAreRight(answer, fourths);
  }

  @Test
  void thousandItemsAreComputedByAHundredChildrenOfTenItemsEach() {
    var job =
        http.submit(
            "{\"function\":\"weary.who\",\"chunkSize\":1,\"input\":{\"range\":{\"stop\":1000}}}");
    var values =
        http.get(job + "/results?follow=true&values=true")
            .body()
            .lines()
            .map(JSON::readTree)
            .toList();
    assertThat(values.stream().map(one -> one.get(0).asInt()).toList())
        .isEqualTo(IntStream.range(0, 1_000).boxed().toList());
    var shares =
        values.stream()
            .collect(Collectors.groupingBy(one -> one.get(1).asLong(), Collectors.counting()));
    assertThat(shares).hasSize(100);
    assertThat(shares.values()).containsOnly(10L);
  }

  private static AbstractStringAssert<?> onlyTheFifthFails(String function) {
    var answer = collect(function, "");
    assertThat(answer.get("failed").asInt()).as("%s", answer).isEqualTo(1);
    var error = answer.at("/errors/0");
    assertThat(error.get("index").asInt()).isEqualTo(BAD);
    assertOthersAreRight(answer, List.of(BAD));
    return assertThat(words(error));
  }

  private static JsonNode collect(String function, String more) {
    return JSON.readTree(http.map(function + "?onError=collect" + more, items()));
  }

  private static void assertOthersAreRight(JsonNode answer, List<Integer> failed) {
    var expected =
        IntStream.range(0, ITEMS)
            .mapToObj(i -> failed.contains(i) ? "null" : Integer.toString(i))
            .toList();
    assertThat(answer.get("values").valueStream().map(JsonNode::toString).toList())
        .isEqualTo(expected);
  }

  private static String words(JsonNode error) {
    return error.get("type").asString() + ": " + error.get("message").asString();
  }

  private static String items() {
    return IntStream.range(0, ITEMS)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static void write(Path file, String text) throws IOException {
    boolean _ = Files.writeString(file, text).toFile().setExecutable(true);
  }
}
