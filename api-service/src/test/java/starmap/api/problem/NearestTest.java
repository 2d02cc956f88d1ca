package starmap.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestTest {
  private static final List<String> KNOWN =
      List.of("square", "cube", "power", "pi.inside", "pi.bbp", "upper");

  @ParameterizedTest
  @CsvSource({
    "sqare,square",
    "sqaure,square",
    "squares,square",
    "cub,cube",
    "pwer,power",
    "pi.bpp,pi.bbp"
  })
  void aMisspeltNameFindsItsMeaning(String given, String meant) {
    assertThat(Nearest.of(given, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "zebra", "multiply", "p"})
  void aStrangeNameFindsNothing(String given) {
    assertThat(Nearest.of(given, KNOWN)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {257, 1_000_000})
  void aHugeNameCostsNothing(int length) {
    assertThat(Nearest.of("s".repeat(length), KNOWN)).isEmpty();
  }
}
