package starmap.worker.process;

import java.util.Map;

/** What is said of a child that ended while items waited for it. */
final class Crash {
  private static final int SIGNALLED = 128;
  private static final int LONGEST_TAIL = 800;
  private static final Map<Integer, String> SIGNALS =
      Map.of(
          4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV", 13,
          "SIGPIPE", 15, "SIGTERM", 24, "SIGXCPU");

  private Crash() {}

  /** By its exit code and the last lines of its standard error. */
  static ItemError of(int code, String tail) {
    var message = new StringBuilder("the child ended ").append(how(code));
    if (code == 0) {
      message.append(" before it answered; maxTasksPerChild says how many items it takes");
    }
    if (!tail.isEmpty()) {
      int from = Math.max(0, tail.length() - LONGEST_TAIL);
      message.append("; its last words: ").append(tail.substring(from));
    }
    return ItemError.passing("Crashed", message.toString());
  }

  private static String how(int code) {
    if (code <= SIGNALLED) {
      return "with exit code " + code;
    }
    int signal = code - SIGNALLED;
    return "by signal %d (%s)".formatted(signal, SIGNALS.getOrDefault(signal, "exit code " + code));
  }
}
