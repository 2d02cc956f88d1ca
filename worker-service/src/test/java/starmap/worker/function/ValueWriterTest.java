package starmap.worker.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import starmap.function.RawJson;
import starmap.wire.JsonSlices;

class ValueWriterTest {
  private record Point(int x, @Nullable String label) {}

  static Stream<Arguments> values() {
    return Stream.of(
        arguments(null, "null"),
        arguments(Long.MIN_VALUE, "-9223372036854775808"),
        arguments(-5, "-5"),
        arguments(BigInteger.TWO.pow(64), "18446744073709551616"),
        arguments(-0.0, "-0.0"),
        arguments(1e300, "1.0E300"),
        arguments(0.1f, "0.1"),
        arguments(new BigDecimal("1.10"), "1.10"),
        arguments(true, "true"),
        arguments("a\"\n😀", "\"a\\\"\\n😀\""),
        arguments("\ud800", "\"\\uD800\""),
        arguments(new RawJson("{\"a\" : 1}".getBytes(UTF_8)), "{\"a\" : 1}"),
        arguments(Arrays.asList(1, null, "x"), "[1,null,\"x\"]"),
        arguments(new double[] {1, 2}, "[1.0,2.0]"),
        arguments(Map.of("k", List.of()), "{\"k\":[]}"),
        arguments(new Point(1, null), "{\"x\":1,\"label\":null}"));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("values")
  void valuesAreWrittenAsJson(@Nullable Object value, String json) {
    assertThat(new String(Binding.BUILT_IN.writer().write(value), UTF_8)).isEqualTo(json);
  }

  static Stream<Object> notJson() {
    return Stream.concat(
        Stream.of(
            Double.NaN,
            Double.NEGATIVE_INFINITY,
            Float.NaN,
            List.of(1.0, Double.NaN),
            new double[] {Double.POSITIVE_INFINITY},
            Map.of("x", Float.NaN)),
        Stream.of("", " ", "{", "[1,", "1 2", "[1]]", "{'a':1}", "nope", "\"open", "NaN", "01")
            .map(text -> new RawJson(text.getBytes(UTF_8))));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("notJson")
  void whatIsNotOneJsonValueIsRefused(Object value) {
    assertRefused(value, "NotJson");
  }

  static Stream<Object> unreadable() {
    return Stream.of(
        BigInteger.TEN.pow(1000),
        BigInteger.TEN.pow(1000).negate(),
        BigInteger.TWO.pow(5_000_000),
        List.of(BigInteger.TEN.pow(1000)),
        new BigDecimal(BigInteger.TEN.pow(1000)),
        new RawJson("1".repeat(1001).getBytes(UTF_8)),
        new RawJson(("[".repeat(66) + "]".repeat(66)).getBytes(UTF_8)),
        Map.of("k".repeat(257), 1));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("unreadable")
  void whatNobodyCouldReadBackIsRefused(Object value) {
    assertRefused(value, "ResultTooLarge");
  }

  static Stream<Object> justReadable() {
    return Stream.of(
        BigInteger.TEN.pow(1000).subtract(BigInteger.ONE),
        BigInteger.TEN.pow(999).negate(),
        new RawJson(("[".repeat(64) + "]".repeat(64)).getBytes(UTF_8)),
        Map.of("k".repeat(256), 1),
        "x".repeat(1 << 20));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("justReadable")
  void whatIsWrittenCanBeReadBackFromTheArrayOfResults(Object value) {
    var array =
        ("[" + new String(Binding.BUILT_IN.writer().write(value), UTF_8) + "]").getBytes(UTF_8);
    var slices = new JsonSlices(array, 0, array.length);
    assertThat(slices.next()).isTrue();
    assertThat(slices.length()).isEqualTo(array.length - 2);
    assertThat(slices.next()).isFalse();
  }

  @Test
  void aMessageDoesNotQuoteTheValue() {
    assertThatExceptionOfType(ValueWriter.BadValueException.class)
        .isThrownBy(() -> Binding.BUILT_IN.writer().write(new RawJson("secret".getBytes(UTF_8))))
        .withMessageNotContaining("secret");
  }

  private static void assertRefused(Object value, String type) {
    assertThatExceptionOfType(ValueWriter.BadValueException.class)
        .isThrownBy(() -> Binding.BUILT_IN.writer().write(value))
        .extracting(ValueWriter.BadValueException::type)
        .isEqualTo(type);
  }
}
