package starmap.worker.scratch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScratchFolderTest {
  private static final String PREFIX = "starmap-test-" + ProcessHandle.current().pid() + "-";

  @Test
  void foldersOfKilledProcessesAreDeletedByTheNextOneAndThoseOfLivingOnesAreNot() throws Exception {
    var living = owner();
    var killed = owner();
    try (var toldByOne = living.inputReader();
        var toldByOther = killed.inputReader()) {
      var kept = Path.of(toldByOne.readLine());
      var left = Path.of(toldByOther.readLine());
      killed.destroyForcibly().waitFor();
      makeOld(kept);
      makeOld(left);
      try (var ours = ScratchFolder.create(PREFIX)) {
        assertThat(ours.path()).isDirectory();
        assertThat(left).doesNotExist();
        assertThat(kept).isDirectory();
      }
      ScratchFolder.delete(kept);
    } finally {
      living.destroyForcibly();
      killed.destroyForcibly();
    }
  }

  @Test
  void youngFoldersAreLeftAloneAsTheyMayNotBeLockedYet() throws Exception {
    var young = Files.createTempDirectory(PREFIX);
    Files.createFile(young.resolve("lock"));
    ScratchFolder.create(PREFIX).close();
    assertThat(young).isDirectory();
    makeOld(young);
    ScratchFolder.create(PREFIX).close();
    assertThat(young).doesNotExist();
  }

  @Test
  void aFolderEndsWhenItIsClosed() throws IOException {
    var folder = ScratchFolder.create(PREFIX);
    Files.writeString(Files.createDirectory(folder.path().resolve("a")).resolve("b"), "c");
    folder.close();
    assertThat(folder.path()).doesNotExist();
  }

  private static void makeOld(Path folder) throws IOException {
    var old = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    Files.setLastModifiedTime(folder.resolve("lock"), old);
  }

  private static Process owner() throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classPath = System.getProperty("java.class.path");
    return new ProcessBuilder(java, "-cp", classPath, Owner.class.getName(), PREFIX)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
