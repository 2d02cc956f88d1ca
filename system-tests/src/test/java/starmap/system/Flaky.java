package starmap.system;

import java.nio.file.Files;
import java.nio.file.Path;
import starmap.function.CallContext;
import starmap.function.ItemFunction;
import starmap.function.StarmapFunction;

/** Returns its number; while a file exists, a few numbers fail. */
@StarmapFunction(
    name = "test.flaky",
    description = "Fails on every 58,334th number while a file exists: 12 of the first 700,000.",
    example = "1")
public final class Flaky implements ItemFunction<Long, Long> {
  /** Environment variable: the file. */
  static final String FLAG = "STARMAP_TEST_FLAKY";

  private static final long EVERY = 58_334;

  @Override
  public Long apply(Long argument, CallContext context) {
    if (argument % EVERY == 0) {
      var flag = System.getenv(FLAG);
      if (flag != null && Files.exists(Path.of(flag))) {
        throw new IllegalStateException("no connection for number " + argument);
      }
    }
    return argument;
  }
}
