package starmap.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VersionsTest {
  @Test
  void versionsAreComparedAsPeopleCount() {
    assertThat(
            Stream.of("10", "9", "1.10", "1.9", "2", "1", "1.9b", "1.9a").sorted(Versions::compare))
        .containsExactly("1", "1.9", "1.9a", "1.9b", "1.10", "2", "9", "10");
  }

  @Test
  void theNewestOfTheCurrentOnesIsTheLast() {
    var early = Instant.ofEpochSecond(1);
    var late = Instant.ofEpochSecond(2);
    var all =
        List.of(
            function("ffffffff", early, true),
            function("00000000", late, true),
            function("aaaaaaaa", late, false));
    assertThat(all.stream().max(Versions.OLDEST_FIRST).orElseThrow().version())
        .isEqualTo("00000000");
  }

  private static FunctionDescriptor function(String version, Instant since, boolean current) {
    return new FunctionDescriptor(
        "cube.cube",
        version,
        "python",
        new FunctionDescriptor.Signature("", List.of(), "", null),
        new FunctionDescriptor.Origin("cube.py@" + version, since, current));
  }
}
