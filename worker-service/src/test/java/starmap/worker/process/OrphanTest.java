package starmap.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OrphanTest {
  /** Neither this child nor the two that it forks end by themselves. */
  private static final String PROGRAM =
      """
      #!/usr/bin/env python3
      import json, os, signal, sys, time
      signal.signal(signal.SIGTERM, signal.SIG_IGN)
      sys.stdin.readline()
      ours = os.fork()
      if ours == 0:
          while True: time.sleep(1)
      apart = os.fork()
      if apart == 0:
          os.setsid()
          while True: time.sleep(1)
      print(json.dumps({"value": "%d %d %d %s" % (os.getpid(), ours, apart, os.getcwd())}), flush=True)
      while True: time.sleep(1)
      """;

  @TempDir private Path path;

  @Test
  void nothingOutlivesAWorkerThatIsKilled() throws Exception {
    Files.writeString(path.resolve("program"), PROGRAM);
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classPath = System.getProperty("java.class.path");
    var doomed =
        new ProcessBuilder(java, "-cp", classPath, Doomed.class.getName(), path.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var lines = doomed.inputReader()) {
      var line = lines.lines().filter(one -> one.startsWith("\"")).findFirst().orElseThrow();
      var words = line.replace("\"", "").split(" ", -1);
      var pids = Arrays.stream(words).limit(3).map(Long::valueOf).toList();
      assertThat(pids).allMatch(OrphanTest::isAlive);
      doomed.destroyForcibly();
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> pids.stream().noneMatch(OrphanTest::isAlive));
      await().until(() -> !Files.exists(Path.of(words[3])));
    }
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }
}
