package starmap.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import starmap.function.CallContext;
import starmap.function.ItemFunction;
import starmap.function.StarmapFunction;

/**
 * Sleeps, and leaves a trace of each execution, so that tests can see who computed what and how
 * often.
 */
@StarmapFunction(
    name = "test.traced-sleep",
    description = "Sleeps for some milliseconds, notes it in a file, and returns the index.",
    example = "[1, \"trace\"]")
public final class TracedSleep implements ItemFunction<TracedSleep.Arguments, Long> {

  /**
   * The arguments.
   *
   * @param millis how long to sleep
   * @param trace the file to write to
   */
  public record Arguments(long millis, String trace) {}

  /**
   * One line of the file.
   *
   * @param index the item
   * @param pid of the worker that computed it
   */
  public record Execution(long index, long pid) {}

  @Override
  public Long apply(Arguments argument, CallContext context) throws Exception {
    TimeUnit.MILLISECONDS.sleep(argument.millis);
    var line = context.index() + " " + ProcessHandle.current().pid() + "\n";
    Files.writeString(
        Path.of(argument.trace), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return context.index();
  }

  /** Everything that was computed to its end, in the order of time. */
  static List<Execution> read(Path trace) {
    try {
      return Files.exists(trace)
          ? Files.readAllLines(trace).stream().map(TracedSleep::execution).toList()
          : List.of();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Execution execution(String line) {
    var fields = line.split(" ", -1);
    return new Execution(Long.parseLong(fields[0]), Long.parseLong(fields[1]));
  }
}
