package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A newcomer types the README from top to bottom. */
class ReadmeIT {
  private static final Path HOME = Path.of(System.getProperty("starmap.home"));
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void everyBlockDoesWhatTheReadmeShows() {
    Program up = null;
    var typed = new StringBuilder("set -euo pipefail\n");
    try {
      for (var command : Readme.commands(HOME.resolve("README.md"))) {
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
  private static void run(StringBuilder typed, Readme.Command command) {
    var line = command.line().replace("localhost:8080", "$address");
    if (line.matches("\\w+=\\S+")) {
      typed.append(line).append('\n');
      return;
    }
    var program = bash("readme", typed + line);
    assertThat(program.awaitExit(PATIENCE)).as(command.line() + "\n" + program.output()).isZero();
    assertThat(program.output().strip()).as(command.line()).matches(command.expected());
  }

  private static Program bash(String name, String script) {
    return Program.start(name, Map.of("STARMAP_PORT", "0"), HOME, List.of("bash", "-c", script));
  }
}
