package starmap.worker.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import starmap.worker.process.ProcessSources;

class ListingTest {
  @TempDir private Path folder;

  @Test
  void manifestMakesAFileAProgramThatIsNotExecutable() throws IOException {
    create("reverse.js", false);
    create("reverse.yaml", false);
    var listing = list();
    assertThat(listing.files()).extracting(Listing.Entry::name).containsExactly("reverse.js");
    var manifest = Objects.requireNonNull(listing.files().getFirst().manifest());
    assertThat(manifest.getFileName()).hasToString("reverse.yaml");
    assertThat(listing.unknown()).isEmpty();
  }

  @Test
  void manifestOfAProgramMakesNoProgramOfWhatElseLiesBeside() throws IOException {
    create("resize.csv", false);
    create("resize.sh", true);
    create("resize.yaml", false);
    var listing = list();
    assertThat(listing.files()).extracting(Listing.Entry::name).containsExactly("resize.sh");
    assertThat(listing.unknown()).containsExactly("resize.csv");
  }

  @Test
  void fileWithoutManifestThatIsNotExecutableIsUnknown() throws IOException {
    create("notes.md", false);
    assertThat(list().unknown()).containsExactly("notes.md");
  }

  private void create(String name, boolean executable) throws IOException {
    var file = Files.createFile(folder.resolve(name));
    assertThat(file.toFile().setExecutable(executable)).isTrue();
  }

  private Listing list() throws IOException {
    return Listing.of(folder, List.of(new ProcessSources()));
  }
}
