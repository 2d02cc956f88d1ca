package starmap.chaos.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One API or worker process, which can be killed, suspended, stopped and started again. */
public final class Service {
  private static final long PATIENCE_SECONDS = 30;

  private final List<String> command;
  private final Map<String, String> environment;
  private final Path log;
  private final ReentrantLock turn = new ReentrantLock();
  private volatile @Nullable Process process;
  private volatile boolean closed;

  Service(List<String> command, Map<String, String> environment, Path log) {
    this.command = command;
    this.environment = environment;
    this.log = log;
  }

  /** Does something to it while nobody else does. */
  public void exclusively(Runnable action) {
    turn.lock();
    try {
      if (!closed) {
        action.run();
      }
    } finally {
      turn.unlock();
    }
  }

  /** Starts it; does not wait until it is ready. */
  public synchronized void start() {
    if (closed) {
      return;
    }
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its present process. */
  public long pid() {
    return running().pid();
  }

  /** SIGKILL. */
  public void kill() {
    running().destroyForcibly();
    await();
  }

  /** SIGTERM, and waits for the end; false where it has to be killed. */
  public boolean stop() {
    running().destroy();
    if (await()) {
      return true;
    }
    kill();
    return false;
  }

  /** SIGSTOP: it does nothing any more, and keeps its connections. */
  public void suspend() {
    signal("-STOP");
  }

  /** SIGCONT. */
  public void resume() {
    signal("-CONT");
  }

  synchronized void close() {
    closed = true;
    var last = process;
    if (last != null) {
      last.destroyForcibly();
    }
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", name, Long.toString(pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean await() {
    try {
      return running().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Process running() {
    var present = process;
    if (present == null) {
      throw new IllegalStateException("not started: " + command);
    }
    return present;
  }
}
