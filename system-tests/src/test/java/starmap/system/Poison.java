package starmap.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import starmap.function.CallContext;
import starmap.function.ItemFunction;
import starmap.function.StarmapFunction;

/** Returns its number; negative ones do harm, and leave a line in a file before. */
@StarmapFunction(
    name = "test.poison",
    description = "Does harm on negative numbers.",
    example = "1")
public final class Poison implements ItemFunction<Long, Long> {
  /** Environment variable: the file. */
  static final String TRACE = "STARMAP_TEST_POISON_TRACE";

  private static final int MUCH = 1 << 30;
  private static final int LITTLE = 10_000;
  private static final List<byte[]> LEAK = new ArrayList<>();
  private static volatile boolean ends;

  /** Kinds of harm; each has its item. */
  enum Harm {
    /** Ends the worker process. */
    EXIT(-1),
    /** Ends the worker process at once, as SIGKILL and a crash in native code do. */
    HALT(-2),
    /** The same after two heartbeats. */
    LATE(-8),
    /** Runs for ever, and does not react to an interrupt. */
    LOOP(-3),
    /** Waits for ever, and reacts to an interrupt. */
    WAIT(-4),
    /** Uses up the stack. */
    STACK(-5),
    /** Asks for more than there is at once. */
    HUGE(-6),
    /** Uses up the heap bit by bit: nothing else can live in that process. */
    LEAK(-7);

    private final long item;

    Harm(long item) {
      this.item = item;
    }

    long item() {
      return item;
    }

    static Harm of(long item) {
      return Arrays.stream(values()).filter(one -> one.item == item).findFirst().orElseThrow();
    }
  }

  @Override
  public Long apply(Long argument, CallContext context) throws Exception {
    if (argument < 0) {
      var harm = Harm.of(argument);
      note(context.jobId() + " " + harm + " " + ProcessHandle.current().pid() + "\n");
      act(harm);
    }
    return argument;
  }

  private static void note(String line) throws IOException {
    var file = System.getenv(TRACE);
    if (file != null) {
      Files.writeString(Path.of(file), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  private static void act(Harm harm) throws InterruptedException {
    switch (harm) {
      case EXIT -> System.exit(3);
      case HALT -> Runtime.getRuntime().halt(4);
      case LATE -> {
        TimeUnit.MILLISECONDS.sleep(2_500);
        Runtime.getRuntime().halt(5);
      }
      case LOOP -> loop();
      case WAIT -> TimeUnit.DAYS.sleep(1);
      case STACK -> deeper(0);
      case HUGE -> fill(MUCH);
      case LEAK -> fill(LITTLE);
    }
  }

  private static void loop() {
    while (!ends) {
      Thread.onSpinWait();
    }
  }

  private static long deeper(long depth) {
    return ends ? depth : deeper(depth + 1) + 1;
  }

  private static void fill(int bytes) {
    while (!ends) {
      LEAK.add(new byte[bytes]);
    }
  }
}
