package starmap.api.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class QueryTest {
  private static final Duration MOST = Duration.ofDays(1);

  private enum Colour {
    DARK,
    LIGHT
  }

  @Test
  void anUnknownNameIsRefusedWithTheNearestOne() {
    assertThatThrownBy(() -> query("chunkSize", "1"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.type()).isEqualTo(ProblemType.UNKNOWN_OPTION);
              assertThat(e.properties()).containsEntry("nearest", "chunksize");
            });
  }

  @ParameterizedTest
  @CsvSource({"1,1", "+7,7", "100,100"})
  void aNumberWithinItsBoundsIsRead(String text, int expected) {
    assertThat(query("chunksize", text).integer("chunksize", 1, 100)).hasValue(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "101", "-1", "1.5", "1e2", "9223372036854775808", "one"})
  void anyOtherNumberIsRefused(String text) {
    var query = query("chunksize", text);
    assertThatThrownBy(() -> query.integer("chunksize", 1, 100))
        .hasMessageContaining("must be a whole number from 1 to 100");
  }

  @ParameterizedTest
  @CsvSource({"true,true", "'',true", "false,false"})
  void aFlagIsRead(String text, boolean expected) {
    assertThat(query("values", text).flag("values")).isEqualTo(expected);
  }

  @Test
  void anyOtherFlagIsRefused() {
    assertThatThrownBy(() -> query("values", "yes").flag("values"))
        .hasMessageContaining("must be true or false");
    assertThat(query("order", "dark").flag("values")).isFalse();
  }

  @Test
  void aWordIsOneOfSome() {
    assertThat(query("order", "light").word("order", Colour.class)).contains(Colour.LIGHT);
    assertThatThrownBy(() -> query("order", "grey").word("order", Colour.class))
        .hasMessageContaining("must be one of dark, light");
  }

  @ParameterizedTest
  @CsvSource({"0,PT0S", "0.25,PT0.25S", "30,PT30S", "PT1M,PT1M", "P1D,P1D", "1e2,PT100S"})
  void aTimeIsInSecondsOrAsIso8601Says(String text, Duration expected) {
    assertThat(query("timeout", text).time("timeout", MOST)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "86401",
        "NaN",
        "Infinity",
        "-Infinity",
        "1e300",
        "PT-1S",
        "P2D",
        "P1Y",
        "PT99999999999999H",
        "soon"
      })
  void anyOtherTimeIsRefused(String text) {
    var query = query("timeout", text);
    assertThatThrownBy(() -> query.time("timeout", MOST)).hasMessageContaining("at most PT24H");
  }

  private static Query query(String name, String value) {
    var request = new MockHttpServletRequest();
    request.setParameter(name, value);
    return Query.of(request, Set.of("chunksize", "order", "values", "timeout"));
  }
}
