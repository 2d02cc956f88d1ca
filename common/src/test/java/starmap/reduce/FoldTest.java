package starmap.reduce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import starmap.job.Reduce;
import starmap.job.Reduce.Op;

class FoldTest {
  private static final long SEED = 20261126;

  @Test
  void integersAreExactAtAnySize() {
    assertThat(value(Op.SUM, "9223372036854775807", "9223372036854775807", "1"))
        .isEqualTo("18446744073709551615");
    assertThat(value(Op.SUM, "-9223372036854775808", "-1")).isEqualTo("-9223372036854775809");
    assertThat(value(Op.SUM, "100000000000000000000000", "-1"))
        .isEqualTo("99999999999999999999999");
    assertThat(value(Op.SUM)).isEqualTo("0");
  }

  @Test
  void doublesAreRoundedOnce() {
    assertThat(value(Op.SUM, Collections.nCopies(10, "0.1").toArray(String[]::new)))
        .isEqualTo("1.0");
    assertThat(value(Op.SUM, "1e100", "1.0", "-1e100")).isEqualTo("1.0");
    assertThat(value(Op.SUM, "1.7e308", "1.7e308", "-1.7e308")).isEqualTo("1.7E308");
    assertThat(value(Op.SUM, "9007199254740993", "0.0")).isEqualTo("9.007199254740992E15");
  }

  @Test
  void anythingThatIsNoNumberIsRefusedAndChangesNothing() {
    var fold = Fold.of(new Reduce(Op.SUM));
    fold.add(bytes("1"));
    for (var item : List.of("\"1\"", "null", "true", "[1]", "1e400")) {
      assertThatExceptionOfType(NotReducibleException.class)
          .isThrownBy(() -> fold.add(bytes(item)));
    }
    assertThat(fold.value()).isEqualTo("1");
    assertThat(fold.items()).isEqualTo(1);
  }

  @Test
  void meanAndVarianceAreThoseOfPython() {
    var data = new String[] {"2.75", "1.75", "1.25", "0.25", "0.5", "1.25", "3.5"};
    assertThat(value(Op.VARIANCE, data)).isEqualTo("1.3720238095238095");
    assertThat(value(Op.MEAN, "1", "2", "3", "4")).isEqualTo("2.5");
    assertThat(value(Op.MEAN, "1", "1", "0")).isEqualTo("0.6666666666666666");
    assertThat(value(Op.VARIANCE, "1000000000000000001", "1000000000000000002")).isEqualTo("0.5");
    assertThat(value(Op.MEAN)).isEqualTo("null");
    assertThat(value(Op.VARIANCE, "1")).isEqualTo("null");
  }

  @Test
  void theMeanIsRoundedAsTheExactQuotientIs() {
    var random = new Random(SEED);
    for (int i = 0; i < 2_000; i++) {
      var sum =
          BigInteger.valueOf(random.nextLong()).multiply(BigInteger.valueOf(random.nextLong()));
      long count = 1 + random.nextLong(1_000_000);
      var nearest = new BigDecimal(Double.parseDouble(quotient(sum, count)));
      var error = nearest.multiply(BigDecimal.valueOf(count)).subtract(new BigDecimal(sum)).abs();
      for (double other :
          List.of(Math.nextUp(nearest.doubleValue()), Math.nextDown(nearest.doubleValue()))) {
        var its =
            new BigDecimal(other).multiply(BigDecimal.valueOf(count)).subtract(new BigDecimal(sum));
        assertThat(error).as("seed %d", SEED).isLessThanOrEqualTo(its.abs());
      }
    }
  }

  private static String quotient(BigInteger sum, long count) {
    return Numbers.quotient(new BigDecimal(sum), BigDecimal.valueOf(count));
  }

  @Test
  void extremesStayAsTheyWereWritten() {
    assertThat(value(Op.MIN, "3", "-1.50", "-15e-1", "2")).isEqualTo("-1.50");
    assertThat(value(Op.MAX, "9007199254740992", "9007199254740993", "9007199254740992.5"))
        .isEqualTo("9007199254740993");
    assertThat(value(Op.MAX, "\"a\"", "\"\\u00e9\"", "\"z\"")).isEqualTo("\"\\u00e9\"");
    assertThat(value(Op.MIN, "\"\uD83D\uDE00\"", "\"\uFF5E\"")).isEqualTo("\"\uFF5E\"");
    assertThat(value(Op.MIN)).isEqualTo("null");
  }

  @Test
  void aHistogramCountsAsNumpyDoes() {
    var fold = Fold.of(Reduce.histogram(List.of(0.0, 1.0, 2.0, 4.0)));
    Stream.of("-0.1", "0", "-0.0", "0.999", "1", "2", "4", "4.1", "3")
        .map(FoldTest::bytes)
        .forEach(fold::add);
    assertThat(fold.value())
        .isEqualTo("{\"bounds\":[0.0,1.0,2.0,4.0],\"counts\":[3,1,3],\"below\":1,\"above\":1}");
    assertThat(fold.items()).isEqualTo(9);
  }

  @Test
  void stringsAndArraysAreJoinedByTheirBytes() {
    assertThat(value(Op.CONCAT, "\"a\\n\"", "\"\"", "\"é\"")).isEqualTo("\"a\\né\"");
    assertThat(value(Op.CONCAT, "[1, 2]", "[ ]", "[[3]]", "[]")).isEqualTo("[1, 2,[3]]");
    assertThat(value(Op.CONCAT, "[]")).isEqualTo("[]");
    assertThat(value(Op.CONCAT)).isEqualTo("null");
    var fold = Fold.of(new Reduce(Op.CONCAT));
    fold.add(bytes("[]"));
    assertThatExceptionOfType(NotReducibleException.class)
        .isThrownBy(() -> fold.add(bytes("\"x\"")));
    assertThatExceptionOfType(NotReducibleException.class).isThrownBy(() -> fold.add(bytes("1")));
  }

  @Test
  void whatGrowsTooLargeHasNoValueAndSaysWhy() {
    var mebibyte = bytes('"' + "x".repeat(1 << 20) + '"');
    var fold = Fold.of(new Reduce(Op.CONCAT));
    for (int i = 0; i < 20; i++) {
      fold.add(mebibyte);
    }
    assertThat(fold.value()).isEqualTo("null");
    assertThat(fold.items()).isEqualTo(20);
    var other = Fold.of(new Reduce(Op.CONCAT));
    other.add(bytes("\"a\""));
    other.merge(fold.partial());
    assertThat(other.value()).isEqualTo("null");
    assertThat(other.items()).isEqualTo(21);
    assertThat(other.problem()).contains("more than 16 MiB", "read the results");
  }

  @Test
  void stringsAndArraysOfDifferentChunksHaveNoValueAndSayWhy() {
    var strings = fold(new Reduce(Op.CONCAT), List.of("\"a\""));
    strings.merge(fold(new Reduce(Op.CONCAT), List.of("[1]")).partial());
    assertThat(strings.value()).isEqualTo("null");
    assertThat(strings.problem()).contains("strings and arrays");
    assertThat(fold(new Reduce(Op.SUM), List.of("1")).problem()).isNull();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FUNCTION")
  void theResultDoesNotDependOnHowValuesWereCut(Op op) {
    var random = new Random(SEED);
    var reduce =
        op == Op.HISTOGRAM ? Reduce.histogram(List.of(-1e300, -1.0, 0.0, 1e10)) : new Reduce(op);
    for (int round = 0; round < 100; round++) {
      var items = IntStream.range(0, random.nextInt(40)).mapToObj(_ -> item(op, random)).toList();
      var whole = fold(reduce, items);
      var pieces = new ArrayList<Fold>();
      for (int at = 0; at < items.size(); ) {
        int to = Math.min(items.size(), at + 1 + random.nextInt(9));
        pieces.add(fold(reduce, items.subList(at, to)));
        at = to;
      }
      while (pieces.size() > 1) {
        int at = random.nextInt(pieces.size() - 1);
        pieces.get(at).merge(pieces.remove(at + 1).partial());
      }
      var merged = Fold.of(reduce);
      pieces.forEach(piece -> merged.merge(piece.partial()));
      assertThat(merged.value()).as("%s, seed %d", items, SEED).isEqualTo(whole.value());
      assertThat(merged.items()).isEqualTo(items.size());
    }
  }

  private static String item(Op op, Random random) {
    if (op == Op.CONCAT) {
      return random.nextBoolean() ? "[]" : "[" + random.nextInt() + "]";
    }
    return switch (random.nextInt(4)) {
      case 0 -> Long.toString(random.nextLong());
      case 1 -> new BigInteger(200, random).negate().toString();
      case 2 -> Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(-300, 300)));
      default -> Double.toString(random.nextGaussian());
    };
  }

  private static Fold fold(Reduce reduce, List<String> items) {
    var fold = Fold.of(reduce);
    items.forEach(item -> fold.add(bytes(item)));
    return fold;
  }

  private static String value(Op op, String... items) {
    return fold(new Reduce(op), List.of(items)).value();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
