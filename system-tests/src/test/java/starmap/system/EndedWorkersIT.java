package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Processes of functions end with their worker, however it ends. */
class EndedWorkersIT {
  private static final Duration SOON = Duration.ofSeconds(5);

  /** Neither the child nor what it starts, in its session and out of it, ends by itself. */
  private static final String SPIN =
      """
      import os, signal, time
      def spin(trace):
          signal.signal(signal.SIGTERM, signal.SIG_IGN)
          if os.fork() == 0:
              time.sleep(3600)
          if os.fork() == 0:
              os.setsid()
              time.sleep(3600)
          with open(trace, "a") as file:
              file.write("%d\\n" % os.getpid())
          while True: pass
      """;

  @TempDir private Path folder;
  private Installation starmap;
  private Program worker;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(folder.resolve("busy.py"), SPIN);
    starmap = Installation.start(Duration.ofSeconds(15), Map.of("STARMAP_WORKER_GRACE", "500ms"));
    worker = starmap.addWorker(2, folder);
    await().until(() -> starmap.http().get("/v1/functions/busy.spin").statusCode() == 200);
  }

  @AfterEach
  void stop() {
    starmap.close();
  }

  @Test
  void busyChildrenEndWithAWorkerThatIsToldToEnd() throws IOException {
    keepBusy();
    worker.terminate();
    assertThat(worker.awaitExit(Duration.ofSeconds(20))).isEqualTo(143);
    assertNothingIsLeft();
  }

  @Test
  void busyChildrenEndSoonAfterTheirWorkerWasKilled() throws IOException {
    keepBusy();
    worker.kill();
    assertNothingIsLeft();
  }

  /** Until each slot has a child that spins. */
  private void keepBusy() throws IOException {
    var trace = Files.createFile(folder.resolve("trace.log"));
    var item = JsonMapper.shared().writeValueAsString(trace.toString());
    var items = String.join(",", List.of(item, item));
    starmap
        .http()
        .submit(
            "{\"function\":\"busy.spin\",\"chunkSize\":1,\"input\":{\"items\":[" + items + "]}}");
    await().until(() -> Files.readAllLines(trace).size() == 2);
    assertThat(ProcessEntry.straysOf(worker.pid())).as("what the children started").hasSize(4);
  }

  private void assertNothingIsLeft() {
    await().atMost(SOON).until(() -> ProcessEntry.startedBy(worker.pid()), List::isEmpty);
  }
}
