package starmap.worker.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CopiesTest {
  @TempDir private Path folder;

  @Test
  void aWorkerThatStartsLaterLeavesTheCopiesOfOthersAlone() throws Exception {
    var file = Files.writeString(folder.resolve("a.jar"), "a");
    try (var first = new Copies();
        var second = new Copies()) {
      var one = first.take(entry(file)).copy();
      var other = second.take(entry(file)).copy();
      makeOld(one);
      makeOld(other);
      var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      var classPath = System.getProperty("java.class.path");
      var process =
          new ProcessBuilder(java, "-cp", classPath, AnotherWorker.class.getName(), file.toString())
              .inheritIO()
              .start();
      assertThat(process.waitFor()).isZero();
      assertThat(one).exists();
      assertThat(other).exists();
    }
  }

  static Listing.Entry entry(Path file) throws IOException {
    return new Listing.Entry(file, null, new Listing.Stamp(Listing.Mark.of(file), null), null);
  }

  /**
   * A folder that is as young as this one is left alone in any case. Another process does it, as
   * even to open the lock would be to lose it.
   */
  private static void makeOld(Path copy) throws Exception {
    var lock = copy.resolveSibling("..").resolve("lock").toString();
    assertThat(new ProcessBuilder("touch", "-t", "202601010000", lock).start().waitFor()).isZero();
  }
}
