package starmap.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTypeTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "problems.md");

  @Test
  void everyTypeHasItsSectionWithItsStatusAndNoOtherHas() throws IOException {
    var expected =
        Arrays.stream(ProblemType.values()).map(type -> type.slug() + " " + type.status()).toList();
    assertThat(sections()).containsExactlyElementsOf(expected);
  }

  @Test
  void everyTypeHasAnAddressOfItsOwn() {
    assertThat(ProblemType.values()).extracting(ProblemType::uri).doesNotHaveDuplicates();
    assertThat(ProblemType.JOB_NOT_FOUND.uri()).hasToString("urn:starmap:problem:job-not-found");
  }

  /** Names and statuses as documented. */
  private static List<String> sections() throws IOException {
    return Arrays.stream(Files.readString(DOCUMENT).split("\n## "))
        .skip(1)
        .map(section -> section.replaceFirst("(?s)^([a-z-]+)\n\n(\\d{3})\\. .*$", "$1 $2"))
        .toList();
  }
}
