package starmap.worker.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import starmap.worker.scratch.ScratchFolder;

/**
 * A small shell that outlives this process by a moment, and then kills every child that is still
 * there: its standard input ends with us, however we end. It has a session of its own, so that what
 * ends us in a terminal does not end it first. {@code PR_SET_PDEATHSIG} would be less: it is
 * forgotten by what the child forks, and tells of the thread that started the child.
 */
final class OrphanWatch {
  private static final Logger LOG = LoggerFactory.getLogger(OrphanWatch.class);

  /** Children carry it, so that even those that left their session are found. */
  static final String MARK = "STARMAP_CHILD=" + ProcessHandle.current().pid() + "-";

  private static final List<String> NEW_SESSION =
      Programs.find("setsid").map(path -> List.of(path.toString())).orElse(List.of());

  private static final String SCRIPT =
      """
      trap '' INT TERM HUP QUIT
      all=' '
      while read -r act target; do
        case $act in
          add) all="$all$target " ;;
          end) kill -KILL "$target"
               all="${all%%" $target "*} ${all#*" $target "}" ;;
        esac
      done
      for target in $all; do kill -KILL "$target"; done
      for file in $(grep -ls "$1" /proc/[0-9]*/environ); do
        pid=${file#/proc/}
        kill -KILL "${pid%/environ}"
      done
      rm -rf -- "$2"
      """;

  private static final OrphanWatch ONE = new OrphanWatch();

  private final Set<String> targets = new LinkedHashSet<>();
  private @Nullable ScratchFolder folder;
  private @Nullable Process shell;

  private OrphanWatch() {}

  /** Starts a session of its own; empty where the tool for that is missing. */
  static List<String> newSession() {
    return NEW_SESSION;
  }

  /** What the shell calls a process with its group, or without where it has none of its own. */
  private static String target(long pid) {
    return NEW_SESSION.isEmpty() ? Long.toString(pid) : "-" + pid;
  }

  /**
   * A folder that is deleted when this process has ended, if not before; where the shell is killed
   * as well, by the next worker.
   */
  static Path newFolder() throws IOException {
    return Files.createTempDirectory(ONE.folder(), "child-");
  }

  /** Watches a child from now on. */
  static void add(long pid) {
    ONE.tell("add", target(pid));
  }

  /** Kills what is left of a child's group, and forgets it. */
  static void end(long pid) {
    ONE.tell("end", target(pid));
  }

  private synchronized Path folder() throws IOException {
    if (folder != null && !Files.isDirectory(folder.path())) {
      folder.close();
      folder = null;
    }
    if (folder == null) {
      folder = ScratchFolder.create("starmap-children-");
    }
    return folder.path();
  }

  private synchronized void tell(String act, String target) {
    try {
      if (act.equals("add")) {
        targets.add(target);
      }
      if (shell == null || !shell.isAlive()) {
        shell = start(folder());
        for (var each : targets) {
          send(shell.getOutputStream(), "add " + each);
        }
      } else {
        send(shell.getOutputStream(), act + " " + target);
      }
    } catch (IOException e) {
      LOG.warn("children are not watched: should this worker be killed, one may outlive it", e);
    }
    if (act.equals("end")) {
      targets.remove(target);
    }
  }

  private static void send(OutputStream to, String line) throws IOException {
    to.write((line + "\n").getBytes(US_ASCII));
    to.flush();
  }

  private static Process start(Path folder) throws IOException {
    var command = new ArrayList<>(newSession());
    command.addAll(List.of("/bin/sh", "-c", SCRIPT, "starmap-orphan-watch"));
    command.addAll(List.of(MARK, folder.toString()));
    return new ProcessBuilder(command)
        .directory(Path.of("/").toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
