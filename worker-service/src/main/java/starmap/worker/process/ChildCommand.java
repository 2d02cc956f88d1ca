package starmap.worker.process;

import java.util.List;
import java.util.Map;

/**
 * How a child is started.
 *
 * @param name what the log calls it
 * @param words the program and its arguments
 * @param environment what it has besides what every child has
 * @param longestLine how many bytes an answer may have
 * @param gate what passes from its standard error to the log
 */
record ChildCommand(
    String name,
    List<String> words,
    Map<String, String> environment,
    int longestLine,
    LogGate gate) {
  /** Copies what callers may change. */
  ChildCommand {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }
}
