package starmap.worker.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Runs the tests of the Python child and of the examples, which are written in Python. */
class PythonChildTest {
  private static final String IS_NEW_ENOUGH =
      "import sys; sys.exit(0 if sys.version_info >= (3, 9) else 1)";
  private static final Path TESTS = Path.of("src/test/python");
  private static final int CLOSING_LINES = 3;

  @Test
  void thePythonChildAndTheExamplesPassTheirTests() throws Exception {
    if (!hasPython()) {
      var reason = "skipped: there is no python3 of version 3.9 or later on the path";
      System.out.println("PythonChildTest " + reason);
      Assumptions.abort(reason);
    }

    var tests = run("python3", "-B", "-m", "unittest", "discover", "-s", TESTS.toString());

    var lines = tests.output().lines().toList();
    lines.subList(Math.max(0, lines.size() - CLOSING_LINES), lines.size()).stream()
        .filter(line -> !line.isBlank())
        .forEach(System.out::println);
    assertThat(tests.status()).as(tests.output()).isZero();
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      return run("python3", "-c", IS_NEW_ENOUGH).status() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  private static Ended run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), output);
  }

  private record Ended(int status, String output) {}
}
