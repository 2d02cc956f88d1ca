package starmap.worker.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import starmap.job.Input;
import starmap.job.Mode;
import starmap.worker.Chunks;
import starmap.worker.execute.Transcript;

class BuiltInFunctionsTest {
  private static final String PI_32 = "3.14159265358979323846264338327950";
  private static FunctionCatalog functions;

  @BeforeAll
  static void load() throws Exception {
    functions = FunctionCatalog.load();
  }

  @AfterAll
  static void close() {
    functions.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      textBlock =
          """
          square      => 12                    => 144
          square      => -3                    => 9
          square      => 1.5                   => 2.25
          square      => 3037000499            => 9223372030926249001
          square      => 3037000500            => 9223372037000250000
          square      => -9223372036854775808  => 85070591730234615865843651857942052864
          square      => 9223372036854775808   => 85070591730234615865843651857942052864
          square      => 1e200                 => !NotJson: the value is not one JSON value; NaN and infinities have no form in JSON
          square      => 1e400                 => !InvalidArgument: expected a number, got a number outside its range
          square      => "2"                   => !InvalidArgument: expected a number, got a string
          cube        => -3                    => -27
          cube        => 3000000               => 27000000000000000000
          cube        => 0.5                   => 0.125
          gcd         => [84, 36]              => 12
          gcd         => [0, 0]                => 0
          gcd         => [-100000000000000000000, 30] => 10
          gcd         => {"a":7,"b":0}         => 7
          gcd         => [1.5, 3]              => !InvalidArgument: argument a: expected an integer, got a number with a fraction or exponent
          power       => [2, 10]               => 1024
          power       => {"exponent":2,"base":1.5} => 2.25
          power       => [10, 20]              => 100000000000000000000
          power       => [-1, 2000000001]      => -1
          power       => [1, 2147483647]       => 1
          power       => [0, 2147483647]       => 0
          power       => [7, 0]                => 1
          power       => [2, -1]               => !InvalidArgument: exponent must be 0 or more
          power       => [2, 1000000000]       => !InvalidArgument: the result would have more than 1000 digits: lower the base or the exponent
          power       => [10, 1000]            => !ResultTooLarge: the value has more than 1000 digits
          upper       => "Straße"              => "STRASSE"
          upper       => 1                     => !InvalidArgument: expected a string, got an integer
          sleep       => 0                     => 0
          sleep       => 0.001                 => 0.001
          sleep       => -1                    => !InvalidArgument: seconds must be between 0 and 86400.0
          sleep       => 1e99                  => !InvalidArgument: seconds must be between 0 and 86400.0
          fail        => "no"                  => !IllegalArgumentException: no
          fail        => [1, "x"]              => [1, "x"]
          pi.inside   => [1, 0]                => 0
          pi.inside   => [1, -1]               => !InvalidArgument: samples must be 0 or more
          pi.bbp      => 1                     => "3.1"
          pi.bbp      => 15                    => "3.141592653589793"
          pi.bbp      => 0                     => !InvalidArgument: decimal places must be between 1 and 10000
          pi.bbp      => 10001                 => !InvalidArgument: decimal places must be between 1 and 10000
          primes.count => 0                    => 0
          primes.count => 1                    => 0
          primes.count => 2                    => 1
          primes.count => 9                    => 4
          primes.count => 100                  => 25
          primes.count => 1000000              => 78498
          primes.count => -1                   => !InvalidArgument: the number must be between 0 and 100000000
          primes.count => 2147483648           => !InvalidArgument: expected an integer of 32 bits, got a number outside its range
          hash.sha256 => "abc"                 => "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
          hash.sha256 => ""                    => "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
          hash.sha256 => "é"                   => "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"
          hash.sha256 => "\\ud800"              => !InvalidArgument: half of a surrogate pair has no UTF-8 bytes
          text.words  => "to be or not to be"  => 6
          text.words  => " \\t one\\n\\ntwo "  => 2
          text.words  => "a\\u2003b\\u00a0c"   => 3
          text.words  => "  "                  => 0
          text.words  => ""                    => 0
          """)
  void eachFunctionComputesWhatItSays(String name, String item, String outcome) {
    assertThat(call(name, item)).isEqualTo(outcome);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12345678901234567890",
        "-98765432109876543210987654321098765432109876543210",
        "1.0",
        "1e5",
        "1E+05",
        "-0.0",
        "-0",
        "0.10000000000000000000000000000000000001",
        "\"\\u0041\\/\\n\\ud83d\\ude00\"",
        "\"😀 ß \u2028\"",
        "\"\\ud800\"",
        "{\"a\": {\"b\" : [1 , {\"c\":null}]}, \"a\":2, \"\":[]}",
        "[ ]",
        "{ }",
        "[[],[[]],{\"x\":[true,false]}]",
        "null",
        "true"
      })
  void identityGivesTheItemBackByteForByte(String item) {
    assertThat(call("identity", item)).isEqualTo(item);
  }

  @Test
  void everyExampleWorks() {
    for (var function : functions.descriptors()) {
      assertThat(call(function.name(), function.signature().example()))
          .as(function.name())
          .doesNotStartWith("!");
    }
  }

  @Test
  void generatedIntegersGiveTheSameAsUploadedOnes() {
    for (var function : functions.descriptors()) {
      var chunk = Chunks.range(function.pinned(), new Input.Range(-3, 1), 0, 4);
      assertThat(Transcript.of(functions.find(function.pinned()).orElseThrow(), chunk))
          .as(function.name())
          .containsExactly(
              call(function.name(), "-3"),
              call(function.name(), "-2"),
              call(function.name(), "-1"),
              call(function.name(), "0"));
    }
  }

  @Test
  void squareOfHugeIntegersIsExactUpToTheLimitOfDigits() {
    var huge = "9".repeat(500);
    assertThat(call("square", huge)).isEqualTo(new BigInteger(huge).pow(2).toString());
    assertThat(call("square", "9".repeat(501)))
        .isEqualTo("!ResultTooLarge: the value has more than 1000 digits");
  }

  @Test
  void bbpGivesDigitsWithoutRoundingThemUp() {
    assertThat(call("pi.bbp", "32")).isEqualTo('"' + PI_32 + '"');
    assertThat(call("pi.bbp", "1000")).endsWith("64201989\"").hasSize(1004);
  }

  @Test
  void randomPointsAreTheSameForTheSameSeedAndCloseToPi() {
    var first = call("pi.inside", "[7, 1000000]");
    assertThat(call("pi.inside", "{\"seed\":7,\"samples\":1000000}")).isEqualTo(first);
    assertThat(Long.parseLong(first) * 4 / 1e6).isBetween(3.13, 3.15);
  }

  private static String call(String name, String item) {
    var pinned = name + "@1";
    var chunk = Chunks.items(pinned, Mode.MAP, "[" + item + "]", 1);
    return Transcript.of(functions.find(pinned).orElseThrow(), chunk).getFirst();
  }
}
