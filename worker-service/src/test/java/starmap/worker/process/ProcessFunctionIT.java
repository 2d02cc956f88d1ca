package starmap.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import starmap.fleet.FunctionDescriptor;
import starmap.job.JobId;
import starmap.worker.Lab;
import starmap.worker.WorkerApplication;

/** Files of the functions' folder, as a real worker serves them. */
@Timeout(120)
class ProcessFunctionIT {
  private final Lab lab = Lab.open(true);
  @TempDir private Path parent;
  private Path folder;
  private ConfigurableApplicationContext worker;

  @BeforeEach
  void start() throws IOException {
    folder = Files.createDirectory(parent.resolve("functions"));
    worker =
        WorkerApplication.application()
            .run(lab.arguments("--starmap.worker.functions=" + folder, "--starmap.worker.slots=2"));
  }

  @AfterEach
  void close() {
    worker.close();
    lab.close();
  }

  @Test
  void aPythonFileAndAShellScriptComputeJobsAndEndWithTheWorker() throws IOException {
    put("cube.py", "def cube(x): return x**3\n");
    put("twice.sh", "#!/bin/sh\nwhile read -r x; do echo \"{\\\"value\\\":$((2 * x))}\"; done\n");
    assertThat(results("cube.cube", 100_000))
        .isEqualTo(
            IntStream.range(0, 100_000).mapToObj(x -> Long.toString((long) x * x * x)).toList());
    assertThat(results("twice", 1_000))
        .isEqualTo(IntStream.range(0, 1_000).mapToObj(x -> Integer.toString(2 * x)).toList());
    assertThat(children()).isPositive();
    worker.close();
    await().until(() -> children() == 0);
  }

  @Test
  void theItemThatKillsItsChildIsTheOnlyOneThatFails() throws IOException {
    put("f.py", "import os\ndef f(x):\n  if x == 7777: os.kill(os.getpid(), 11)\n  return x\n");
    var results = results("f.f", 10_000);
    assertThat(results.get(7777)).startsWith("!Crashed: the child ended by signal 11 (SIGSEGV)");
    assertThat(results.stream().filter(one -> one.startsWith("!"))).hasSize(1);
  }

  private List<String> results(String function, int count) {
    await().until(() -> !offered(function).isEmpty());
    JobId job = lab.range(offered(function).getFirst().pinned(), count, 0);
    await().until(() -> lab.hasEnded(job));
    return lab.results(job);
  }

  private List<FunctionDescriptor> offered(String name) {
    return lab.stores().workers().list().stream()
        .flatMap(seen -> seen.worker().functions().stream())
        .filter(one -> one.name().equals(name))
        .toList();
  }

  private void put(String name, String text) throws IOException {
    var file = Files.writeString(parent.resolve(name), text);
    boolean _ = file.toFile().setExecutable(true);
    Files.move(file, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static long children() {
    return ProcessHandle.current()
        .descendants()
        .map(one -> one.info().commandLine().orElse(""))
        .filter(line -> line.contains("python_child.py") || line.contains("twice.sh"))
        .count();
  }
}
