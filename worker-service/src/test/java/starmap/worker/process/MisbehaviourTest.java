package starmap.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.AbstractStringAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import starmap.worker.function.FunctionSource;

/** Whatever a program does, the item that it did it for has the error, and no other has. */
@Timeout(60)
class MisbehaviourTest {
  private static final String HEAD =
      """
      #!/usr/bin/env python3
      import json, os, sys, time
      def misbehave():
          %s
      for line in sys.stdin:
          item = json.loads(line)
          if item == 5: misbehave()
          print(json.dumps({"value": item}), flush=True)
      """;

  @TempDir private Path path;
  private Folder folder;

  @BeforeEach
  void open() {
    folder = new Folder(path);
  }

  @AfterEach
  void nothingIsLeft() {
    folder.close();
    await().until(() -> zombies().isEmpty());
    await().until(() -> ProcessHandle.current().descendants().allMatch(MisbehaviourTest::isWatch));
  }

  @Test
  void garbage() throws Exception {
    onlyTheFifthFails("print('oh no', flush=True)", null)
        .isEqualTo(
            "!BadAnswer: expected {\"value\":…} or {\"error\":{\"type\":…,\"message\":…}} on a line of"
                + " its own, got text that is no JSON");
  }

  @Test
  void aLineThatDoesNotEnd() throws Exception {
    onlyTheFifthFails("print('x', end='', flush=True); time.sleep(3600)", "timeout: 2")
        .startsWith("!TimedOut: the item took longer than PT2S, the timeout of its function");
  }

  @Test
  void aGigabyteWithoutALineEnd() throws Exception {
    onlyTheFifthFails("[sys.stdout.write('x' * (1 << 20)) for _ in range(1024)]", null)
        .isEqualTo("!BadAnswer: expected one answer a line, got a line without end");
  }

  @Test
  void hanging() throws Exception {
    onlyTheFifthFails("time.sleep(3600)", "timeout: 2").startsWith("!TimedOut");
  }

  @Test
  void forkingAndExiting() throws Exception {
    onlyTheFifthFails("os.fork() and os._exit(3); time.sleep(3600)", null)
        .isEqualTo("!Crashed: the child ended with exit code 3");
  }

  @Test
  void forkingIntoAnotherSession() throws Exception {
    onlyTheFifthFails("os.fork() and os._exit(3); os.setsid(); time.sleep(3600)", null)
        .isEqualTo("!Crashed: the child ended with exit code 3");
  }

  @Test
  void aSegmentationFault() throws Exception {
    onlyTheFifthFails("sys.stderr.write('last\\nwords'); os.kill(os.getpid(), 11)", null)
        .isEqualTo("!Crashed: the child ended by signal 11 (SIGSEGV); its last words: last\nwords");
  }

  @Test
  void eatingMemory() throws Exception {
    onlyTheFifthFails("x = b'x' * (300 << 20); time.sleep(3600)", "memory: 100MB")
        .startsWith("!OutOfMemory: the child took ")
        .contains("its limit is 100 MB");
  }

  @Test
  void exitingAfterThreeItems() throws Exception {
    var source =
        folder.lines(
            "#!/bin/sh\nfor i in 1 2 3; do read x; echo \"{\\\"value\\\":$x}\"; done\n", null);
    var outcomes = Folder.range(source, 10);
    for (int i = 0; i < 10; i++) {
      if (i % 4 == 3) {
        assertThat(outcomes.get(i))
            .isEqualTo(
                "!Crashed: the child ended with exit code 0 before it answered; maxTasksPerChild"
                    + " says how many items it takes");
      } else {
        assertThat(outcomes.get(i)).isEqualTo(Integer.toString(i));
      }
    }
  }

  @Test
  void aProgramThatIsNone() throws Exception {
    var source = folder.lines("#!/bin/sh\necho no; exit 1\n", null);
    assertThat(Folder.range(source, 3)).hasSize(3).allMatch(one -> one.startsWith("!"));
  }

  @Test
  void oneThatSpeaksWhenItIsNotAsked() throws Exception {
    var source = folder.lines(HEAD.formatted("print('{\"value\":5}')"), null);
    assertThat(Folder.range(source, 6)).isEqualTo(Folder.integers(6));
    assertThat(Folder.range(source, 4)).isEqualTo(Folder.integers(4));
  }

  private AbstractStringAssert<?> onlyTheFifthFails(String misbehaviour, @Nullable String manifest)
      throws Exception {
    FunctionSource source = folder.lines(HEAD.formatted(misbehaviour), manifest);
    var outcomes = Folder.range(source, 500);
    var others = new ArrayList<>(outcomes);
    others.set(5, "5");
    assertThat(others).isEqualTo(Folder.integers(500));
    return assertThat(outcomes.get(5));
  }

  private static boolean isWatch(ProcessHandle process) {
    return process
        .info()
        .commandLine()
        .orElse("starmap-orphan-watch")
        .contains("starmap-orphan-watch");
  }

  private static Set<Path> zombies() throws IOException {
    var mine = ProcessHandle.current().pid();
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      var zombies = new HashSet<Path>();
      for (var process : processes) {
        var fields = stat(process);
        if (fields.size() > 1
            && fields.get(0).equals("Z")
            && fields.get(1).equals(Long.toString(mine))) {
          zombies.add(process);
        }
      }
      return zombies;
    }
  }

  private static List<String> stat(Path process) {
    try {
      var line = Files.readString(process.resolve("stat"));
      return List.of(line.substring(line.lastIndexOf(')') + 2).split(" ", -1));
    } catch (IOException _) {
      return List.of();
    }
  }
}
