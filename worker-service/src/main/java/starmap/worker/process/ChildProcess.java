package starmap.worker.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;
import starmap.log.LogKey;

/**
 * A process that answers lines, with a session, a working folder and an environment of its own.
 * Nothing of it is left when it ends, whoever ends it.
 */
final class ChildProcess {
  private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);

  /** Begins when it is told to, which is after {@link OrphanWatch} knows of it. */
  private static final String BEGIN = "ulimit -c 0; read -r go && exec \"$@\"";

  private static final Duration LAST_WORDS = Duration.ofSeconds(1);
  private static final Duration GOOD_BYE = Duration.ofSeconds(1);
  private static final List<String> PASSED_ON = List.of("PATH", "HOME", "LANG", "TZ", "TMPDIR");
  private static final AtomicLong COUNT = new AtomicLong();

  private final Process process;
  private final Path folder;
  private final String mark;
  private final Answers answers;
  private final Outbox outbox = new Outbox();
  private final ChildLog log;
  private final CountDownLatch gone = new CountDownLatch(1);
  private volatile @Nullable ItemError killedFor;

  private ChildProcess(ChildCommand command, Process process, Path folder, String mark) {
    this.process = process;
    this.folder = folder;
    this.mark = mark;
    this.answers = new Answers(command.longestLine());
    this.log = new ChildLog(command.name(), command.gate());
  }

  /**
   * Starts a child.
   *
   * @throws IOException where there is no folder or no process for it
   */
  static ChildProcess start(ChildCommand command) throws IOException {
    var folder = OrphanWatch.newFolder();
    var mark = OrphanWatch.MARK + COUNT.incrementAndGet() + ".";
    var words = new ArrayList<>(OrphanWatch.newSession());
    words.addAll(List.of("/bin/sh", "-c", BEGIN, command.name()));
    words.addAll(command.words());
    var builder = new ProcessBuilder(words).directory(folder.toFile());
    clean(builder.environment());
    builder.environment().putAll(command.environment());
    builder.environment().put("STARMAP_CHILD", mark.substring(mark.indexOf('=') + 1));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      boolean _ = FileSystemUtils.deleteRecursively(folder);
      throw e;
    }
    var child = new ChildProcess(command, process, folder, mark);
    OrphanWatch.add(process.pid());
    child.run();
    return child;
  }

  private static void clean(Map<String, String> environment) {
    environment.keySet().removeIf(name -> !PASSED_ON.contains(name) && !name.startsWith("LC_"));
    environment.put("STARMAP_WORKER_PID", Long.toString(ProcessHandle.current().pid()));
  }

  private void run() {
    var name = "starmap-child-" + process.pid();
    var daemon = Thread.ofPlatform().daemon();
    var reader = daemon.name(name + "-out").start(this::read);
    var logger = daemon.name(name + "-err").start(() -> log.read(process.getErrorStream()));
    var _ = daemon.name(name + "-in").start(() -> outbox.write(process.getOutputStream()));
    var _ = Thread.ofVirtual().name(name).start(() -> stayTillTheEnd(reader, logger));
    outbox.send("go\n".getBytes(US_ASCII));
  }

  long pid() {
    return process.pid();
  }

  Answers answers() {
    return answers;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends bytes that nobody changes any more. */
  void send(byte[] message) {
    outbox.send(message);
  }

  /** Kills it, for nothing that any item has done. */
  void kill() {
    answers.drop();
    boolean _ = process.toHandle().destroyForcibly();
  }

  /** Kills it because of what it does. */
  void kill(ItemError reason) {
    killedFor = reason;
    kill();
  }

  /** Lets it end by itself for a moment, as its standard input ends, and then kills it. */
  void end() {
    outbox.end();
    var _ =
        Thread.ofVirtual()
            .start(
                () -> {
                  if (!awaitEnd(GOOD_BYE)) {
                    kill();
                  }
                });
  }

  /** Whether nothing of it is left after a while. */
  boolean awaitEnd(Duration time) {
    try {
      return gone.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Why it has ended, once its answers have. */
  ItemError death() {
    if (answers.isOverlong()) {
      return ItemError.passing("BadAnswer", "expected one answer a line, got a line without end");
    }
    return Objects.requireNonNullElseGet(
        killedFor, () -> Crash.of(process.exitValue(), log.tail()));
  }

  /** Without its answers a process is of no use. */
  private void read() {
    answers.read(process.getInputStream());
    try {
      if (answers.isOverlong() || !process.waitFor(LAST_WORDS)) {
        kill();
      }
    } catch (InterruptedException _) {
      kill();
    }
  }

  /** Waits for the process, as somebody must, and clears away what it leaves. */
  private void stayTillTheEnd(Thread reader, Thread logger) {
    try {
      int _ = process.waitFor();
      Session.kill(process.pid(), mark);
      boolean whole = reader.join(LAST_WORDS);
      while (!whole && answers.isFull()) {
        whole = reader.join(LAST_WORDS);
      }
      boolean _ = logger.join(LAST_WORDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // nobody does that
    }
    answers.end();
    outbox.end();
    OrphanWatch.end(process.pid());
    try {
      boolean _ = FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      LOG.atInfo()
          .addKeyValue(LogKey.FILE, folder)
          .setCause(e)
          .log("a folder could not be deleted");
    }
    gone.countDown();
  }
}
