package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The dashboard in a browser, against a running installation. It needs Node, Chromium and two
 * packages; without them it says so, and is skipped.
 */
class DashboardIT {
  private static final Path SCRIPTS =
      Path.of(System.getProperty("starmap.home"), "system-tests/src/test/browser");
  private static final Path LOGS = Path.of(System.getProperty("starmap.logs"));
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  @TempDir private Path folder;

  @Test
  void personSubmitsWatchesRetriesAndCancelsJobsInTheBrowser() throws IOException {
    var missing = missing();
    missing.forEach(DashboardIT::shout);
    assumeThat(missing).isEmpty();
    var flag = Files.createFile(folder.resolve("broken"));
    try (var starmap =
        Installation.start(Duration.ofSeconds(15), Map.of(Flaky.FLAG, flag.toString()))) {
      starmap.addWorker(2);
      starmap.addWorker(1);

      var command =
          List.of(
              "node",
              SCRIPTS.resolve("dashboard.mjs").toString(),
              starmap.http().address(),
              chromium().orElseThrow(),
              flag.toString());
      var person = Program.start("browser", Map.of(), LOGS, command);

      int exit = person.awaitExit(PATIENCE);
      System.out.println(person.output());
      assertThat(exit).as(person.output()).isZero();
    }
  }

  /** What is missing, and how to get it. */
  private static List<String> missing() {
    var node =
        Examples.works("node --version")
            ? Stream.<String>empty()
            : Stream.of("there is no 'node' on the path: install Node.js 20 or newer");
    var packages =
        Files.isDirectory(SCRIPTS.resolve("node_modules"))
            ? Stream.<String>empty()
            : Stream.of("its packages are not installed: run 'npm ci' in " + SCRIPTS);
    var browser =
        chromium().isPresent()
            ? Stream.<String>empty()
            : Stream.of(
                "there is no Chromium on the path: install it ('apt install chromium'), or set STARMAP_TEST_CHROMIUM to it");
    return Stream.of(node, packages, browser).flatMap(all -> all).toList();
  }

  private static void shout(String reason) {
    System.out.printf("%n***** THE DASHBOARD IS NOT TESTED: %s *****%n%n", reason);
  }

  /** Where it is, because the scripts do not look along the path. */
  private static Optional<String> chromium() {
    var path = List.of(System.getenv("PATH").split(File.pathSeparator));
    var found =
        Stream.of("chromium", "chromium-browser", "google-chrome")
            .flatMap(name -> path.stream().map(folder -> Path.of(folder, name)));
    var named = Stream.ofNullable(System.getenv("STARMAP_TEST_CHROMIUM")).map(Path::of);
    return Stream.concat(named, found).filter(Files::isExecutable).map(Path::toString).findFirst();
  }
}
