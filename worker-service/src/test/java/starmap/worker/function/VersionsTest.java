package starmap.worker.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VersionsTest {
  @Test
  void numbersCountAsNumbers() {
    var ordered =
        Stream.of("1", "01", "2", "10", "1.2", "1.10", "a9", "a10", "99999999999999999999", "")
            .sorted(Versions.ORDER);
    assertThat(ordered)
        .containsExactly(
            "", "01", "1", "1.2", "1.10", "2", "10", "99999999999999999999", "a9", "a10");
  }
}
