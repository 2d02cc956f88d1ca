package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A newcomer types the README from top to bottom. */
class ReadmeIT {
  private static final Path HOME = Path.of(System.getProperty("starmap.home"));
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** A file in the folder of functions takes a moment to be one. */
  private static final String NOT_YET = "unknown-function";

  /** Looks like the home, but what is put there goes away. */
  @TempDir private Path folder;

  @Test
  void everyBlockDoesWhatTheReadmeShows() throws IOException {
    Files.createSymbolicLink(folder.resolve("starmap"), HOME.resolve("starmap").toAbsolutePath());
    Program up = null;
    var typed = new StringBuilder("set -euo pipefail\n");
    try {
      for (var command :
          Readme.commandsWithout(HOME.resolve("README.md"), Readme.COMPOSE)) { // see ComposeIT
        if (command.line().equals("./starmap test")) {
          System.out.println("README: './starmap test' is not run here, because it runs this test");
        } else if (command.line().equals("./starmap up")) {
          up = bash("up", "exec " + command.line());
          var address = up.awaitLine("Starmap is up: http://(\\S+)");
          assertThat(address).startsWith("127.0.0.1:");
          typed.append("address=").append(address).append('\n');
        } else {
          run(typed, command);
        }
      }
    } finally {
      if (up != null) {
        up.close();
      }
    }
  }

  /** Commands that set variables are remembered for those that follow. */
  private void run(StringBuilder typed, Readme.Command command) {
    var line = command.line().replace("localhost:8080", "$address");
    if (line.matches("\\w+=\\S+")) {
      typed.append(line).append('\n');
      return;
    }
    var output =
        await()
            .atMost(PATIENCE.multipliedBy(2))
            .pollInSameThread()
            .until(() -> output(typed + line), text -> !text.contains(NOT_YET));
    assertThat(output.strip()).as(command.line()).matches(command.expected());
  }

  private String output(String script) {
    var program = bash("readme", script);
    assertThat(program.awaitExit(PATIENCE)).as(script + "\n" + program.output()).isZero();
    return program.output();
  }

  private Program bash(String name, String script) {
    return Program.start(name, Map.of("STARMAP_PORT", "0"), folder, List.of("bash", "-c", script));
  }
}
