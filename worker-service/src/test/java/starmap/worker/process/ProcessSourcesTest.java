package starmap.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import starmap.worker.function.FunctionFile;

@Timeout(120)
class ProcessSourcesTest {
  private static final String ECHO =
      "#!/bin/sh\nwhile read -r x; do echo \"{\\\"value\\\":$x}\"; done\n";
  private static final String PIDS =
      "#!/bin/sh\nwhile read -r x; do echo \"{\\\"value\\\":$$}\"; done\n";

  @TempDir private Path path;
  private Folder folder;

  @BeforeEach
  void open() {
    folder = new Folder(path);
  }

  @AfterEach
  void close() {
    folder.close();
  }

  @Test
  void aShellScriptIsAFunction() throws Exception {
    var source = folder.lines(ECHO, null);
    assertThat(Folder.range(source, 1000)).isEqualTo(Folder.integers(1000));
    assertThat(Folder.items(source, "[{\"a\":\n[1,\r\n 2]}, \"x y\" , null]", 3))
        .containsExactly("{\"a\": [1,   2]}", "\"x y\"", "null");
    var descriptor = source.descriptors().getFirst();
    assertThat(descriptor.pinned()).isEqualTo("sample@12345678");
    assertThat(descriptor.kind()).isEqualTo("process");
    assertThat(descriptor.origin().source()).isEqualTo("sample@12345678");
  }

  @Test
  void aChildIsReusedByTheNextChunk() throws Exception {
    var source = folder.lines(PIDS, null);
    var pids = new HashSet<>(Folder.range(source, 100));
    pids.addAll(Folder.range(source, 100));
    assertThat(pids).hasSize(1);
  }

  @Test
  void aChildIsReplacedAfterAsManyItemsAsItsManifestSays() throws Exception {
    var source = folder.lines(PIDS, "maxTasksPerChild: 10");
    var pids = new HashSet<String>();
    for (int chunk = 0; chunk < 4; chunk++) {
      pids.addAll(Folder.range(source, 250));
    }
    assertThat(pids).hasSize(100).noneMatch(pid -> pid.startsWith("!"));
  }

  @Test
  void severalChildrenShareAChunkAndItsOrderIsKept() throws Exception {
    var source = folder.lines(PIDS, "concurrency: 3");
    assertThat(new HashSet<>(Folder.range(source, 500))).hasSize(3);
    folder.close();
    var echo = folder.lines(ECHO, "concurrency: 3");
    assertThat(Folder.range(echo, 500)).isEqualTo(Folder.integers(500));
  }

  @Test
  void errorsOfTheProgramAreErrorsOfTheItem() throws Exception {
    var source =
        folder.lines(
            "#!/bin/sh\nwhile read -r x; do echo '{\"error\": {\"type\":\"Odd\",\"message\":\"no\"}}'; done\n",
            null);
    assertThat(Folder.range(source, 2)).containsExactly("!Odd: no", "!Odd: no");
  }

  @Test
  void theEnvironmentIsCleanAndTheWorkingFolderIsItsOwnForAWhile() throws Exception {
    var source =
        folder.lines(
            "#!/bin/sh\nwhile read -r x; do touch here; echo \"{\\\"value\\\":\\\"$(env | sort | cut -d= -f1 | tr '\\n' ' ')|$GREETING|$PWD\\\"}\"; done\n",
            "env: {GREETING: hello}");
    var parts = Folder.range(source, 1).getFirst().replace("\"", "").split("\\|", -1);
    assertThat(parts[0].strip().split(" ", -1))
        .contains("PATH", "GREETING", "STARMAP_FUNCTION", "STARMAP_WORKER_PID")
        .isSubsetOf(
            "PATH",
            "HOME",
            "LANG",
            "TZ",
            "TMPDIR",
            "GREETING",
            "PWD",
            "OLDPWD",
            "SHLVL",
            "_",
            "LC_ALL",
            "LC_CTYPE",
            "STARMAP_FUNCTION",
            "STARMAP_WORKER_PID",
            "STARMAP_CHILD",
            "STARMAP_FOLDER");
    assertThat(parts[1]).isEqualTo("hello");
    assertThat(Path.of(parts[2]).resolve("here")).exists();
    source.close();
    assertThat(Files.exists(Path.of(parts[2]))).isFalse();
  }

  @Test
  void aManifestAloneIsAFunction() throws Exception {
    var yaml =
        Files.writeString(
            path.resolve("upper.yaml"),
            """
            command: [sh, -c, 'while read -r x; do echo "{\\"value\\":$x}"; done']
            description: says it again
            schema: {type: integer}
            example: 7
            """);
    var file = new FunctionFile(yaml, yaml, null, "1", Instant.EPOCH);
    var source = folder.open(new ProcessSources(), file);
    var signature = source.descriptors().getFirst().signature();
    assertThat(signature.description()).isEqualTo("says it again");
    assertThat(signature.example()).isEqualTo("7");
    assertThat(signature.parameters().getFirst().type()).isEqualTo("integer");
    assertThat(Folder.range(source, 3)).containsExactly("0", "1", "2");
  }

  @Test
  void whatCannotRunIsToldAtOnce() {
    assertThatThrownBy(() -> folder.lines("#!/usr/bin/env no-such-language\n", null))
        .hasMessage(
            "its first line names no-such-language, which is not in the worker's PATH: install it");
    assertThatThrownBy(() -> folder.lines("#!/bin/sh\r\n", null))
        .hasMessageContaining("carriage return");
    assertThatThrownBy(() -> folder.lines(ECHO, "command: [no-such-program]"))
        .hasMessageContaining("no program no-such-program");
    assertThatThrownBy(() -> folder.lines(ECHO, "time: 5"))
        .hasMessageStartingWith("time is no key of a manifest; known are command, concurrency,");
    assertThatThrownBy(() -> folder.lines(ECHO, "timeout: soon"))
        .hasMessage("timeout in the manifest must be a time such as 5, 0.5 or PT5S");
    assertThatThrownBy(() -> folder.lines(ECHO, "memory: 5"))
        .hasMessageStartingWith("memory in the manifest must be a size such as 512MB");
  }

  @Test
  void aLargeValueOfALargeItemPasses() throws Exception {
    var source = folder.lines(ECHO, null);
    var item = "\"" + "x".repeat(900_000) + "\"";
    assertThat(Folder.items(source, "[" + item + "," + item + "]", 2))
        .isEqualTo(IntStream.range(0, 2).mapToObj(_ -> item).toList());
  }
}
