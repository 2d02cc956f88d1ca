package starmap.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FunctionTagTest {
  private final FunctionTag tag = new FunctionTag();

  @Test
  void versionsOfAFunctionHaveOneName() {
    assertThat(tag.of("cube.cube@1f2e3d4c")).isEqualTo("cube.cube");
    assertThat(tag.of("cube.cube@deadbeef")).isEqualTo("cube.cube");
    assertThat(tag.of("calls")).isEqualTo("calls");
  }

  @Test
  void namesAreBoundedAndThoseThatWereToldApartStaySo() {
    var names = IntStream.range(0, 10_000).mapToObj(i -> tag.of("f" + i + "@1")).distinct();

    assertThat(names).hasSize(FunctionTag.MOST + 1).contains("f0", "f99", FunctionTag.OTHER);
    assertThat(tag.of("f7@2")).isEqualTo("f7");
    assertThat(tag.of("f100@1")).isEqualTo(FunctionTag.OTHER);
  }
}
