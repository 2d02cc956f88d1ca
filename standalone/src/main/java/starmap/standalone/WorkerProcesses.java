package starmap.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Worker processes of this machine; one that dies is replaced. */
final class WorkerProcesses implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<String> command;
  private final List<Process> running = new ArrayList<>();
  private boolean closed;

  private WorkerProcesses(List<String> command) {
    this.command = command;
  }

  static WorkerProcesses start(String redis, int count, int slots) {
    var command = new ArrayList<>(thisProgram());
    command.add(1, "-XX:+ExitOnOutOfMemoryError"); // as ./starmap worker has it
    command.addAll(List.of("worker", "--end-with-parent", "--redis", redis));
    command.addAll(List.of("--slots", Integer.toString(slots)));
    var workers = new WorkerProcesses(command);
    for (int i = 0; i < count; i++) {
      workers.startOne();
    }
    return workers;
  }

  @Override
  public void close() {
    var last = stopReplacing();
    last.forEach(Process::destroy);
    for (var worker : last) {
      if (!awaited(worker)) {
        worker.destroyForcibly();
      }
    }
  }

  private synchronized List<Process> stopReplacing() {
    closed = true;
    return List.copyOf(running);
  }

  private synchronized void startOne() {
    if (closed) {
      return;
    }
    try {
      var worker = new ProcessBuilder(command).inheritIO().start();
      running.add(worker);
      CompletableFuture<Process> _ = worker.onExit().whenComplete((_, _) -> replace(worker));
    } catch (IOException e) {
      throw new UncheckedIOException("a worker process could not be started", e);
    }
  }

  private synchronized void replace(Process gone) {
    running.remove(gone);
    if (!closed) {
      System.err.println(
          "worker " + gone.pid() + " ended with code " + gone.exitValue() + "; another one starts");
      // a worker that cannot live must not be started in a storm
      CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(this::startOne);
    }
  }

  private static boolean awaited(Process process) {
    try {
      return process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The command line that this process was started with, up to its own arguments. */
  private static List<String> thisProgram() {
    var java = ProcessHandle.current().info().command().orElse("java");
    var program = new ArrayList<>(List.of(java));
    program.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    var path = System.getProperty("java.class.path");
    program.addAll(
        path.endsWith("-exec.jar")
            ? List.of("-jar", path)
            : List.of("-cp", path, Starmap.class.getName()));
    return program;
  }
}
