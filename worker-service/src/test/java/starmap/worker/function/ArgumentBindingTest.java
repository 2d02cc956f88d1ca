package starmap.worker.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.ElementType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import starmap.function.ItemFunction;
import starmap.function.RawJson;
import starmap.function.StarmapFunction;

class ArgumentBindingTest {
  private static final Map<String, ItemFunction<?, ?>> FUNCTIONS =
      Map.ofEntries(
          Map.entry("Long", new OfLong()),
          Map.entry("Integer", new OfInteger()),
          Map.entry("Double", new OfDouble()),
          Map.entry("BigInteger", new OfBigInteger()),
          Map.entry("BigDecimal", new OfBigDecimal()),
          Map.entry("Number", new OfNumber()),
          Map.entry("Boolean", new OfBoolean()),
          Map.entry("String", new OfString()),
          Map.entry("RawJson", new OfRawJson()),
          Map.entry("Short", new OfShort()),
          Map.entry("Enum", new OfEnum()),
          Map.entry("Strings", new OfStrings()),
          Map.entry("Integers", new OfIntegers()),
          Map.entry("Pair", new OfPair()));

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      textBlock =
          """
          Long       => 9223372036854775807  => "Long 9223372036854775807"
          Long       => 9223372036854775808  => !InvalidArgument: expected an integer of 64 bits, got a number outside its range
          Long       => 1.0                  => !InvalidArgument: expected an integer of 64 bits, got a number with a fraction or exponent
          Long       => 1e3                  => !InvalidArgument: expected an integer of 64 bits, got a number with a fraction or exponent
          Long       => "1"                  => !InvalidArgument: expected an integer of 64 bits, got a string
          Long       => null                 => !InvalidArgument: expected an integer of 64 bits, got null
          Long       => true                 => !InvalidArgument: expected an integer of 64 bits, got a boolean
          Long       => [1]                  => !InvalidArgument: expected an integer of 64 bits, got an array
          Long       => {"a":[1]}            => !InvalidArgument: expected an integer of 64 bits, got an object
          Integer    => -2147483648          => "Integer -2147483648"
          Integer    => 2147483648           => !InvalidArgument: expected an integer of 32 bits, got a number outside its range
          Integer    => 99999999999999999999 => !InvalidArgument: expected an integer of 32 bits, got a number outside its range
          Double     => 3                    => "Double 3.0"
          Double     => 0.1                  => "Double 0.1"
          Double     => -0.0                 => "Double -0.0"
          Double     => 9007199254740992     => "Double 9.007199254740992E15"
          Double     => 9007199254740993     => !InvalidArgument: expected a number that a double can hold, got a number outside its range
          Double     => -9007199254740993    => !InvalidArgument: expected a number that a double can hold, got a number outside its range
          Double     => -9223372036854775808 => "Double -9.223372036854776E18"
          Double     => 9223372036854775807  => !InvalidArgument: expected a number that a double can hold, got a number outside its range
          Double     => 9223372036854775808  => "Double 9.223372036854776E18"
          Double     => 1e999                => !InvalidArgument: expected a number that a double can hold, got a number outside its range
          Double     => "NaN"                => !InvalidArgument: expected a number that a double can hold, got a string
          BigInteger => 123456789012345678901234567890 => "BigInteger 123456789012345678901234567890"
          BigInteger => 5                    => "BigInteger 5"
          BigInteger => 5.0                  => !InvalidArgument: expected an integer, got a number with a fraction or exponent
          BigDecimal => 0.10                 => "BigDecimal 0.10"
          BigDecimal => "0.10"               => !InvalidArgument: the value does not fit BigDecimal
          Number     => 7                    => "Long 7"
          Number     => 9223372036854775808  => "BigInteger 9223372036854775808"
          Number     => 7.0                  => "Double 7.0"
          Boolean    => true                 => "Boolean true"
          Boolean    => 1                    => !InvalidArgument: expected a boolean, got an integer
          Boolean    => "true"               => !InvalidArgument: expected a boolean, got a string
          String     => "a\\u00e9\\ud83d\\ude00" => "String aé😀"
          String     => 5                    => !InvalidArgument: expected a string, got an integer
          RawJson    => {"a" : 1.0}          => "RawJson {\\"a\\" : 1.0}"
          Short      => 32767                => "Short 32767"
          Short      => 70000                => !InvalidArgument: the value does not fit Short
          Enum       => "FIELD"              => "ElementType FIELD"
          Enum       => 0                    => !InvalidArgument: the value does not fit ElementType
          Strings    => ["a","b"]            => "ArrayList [a, b]"
          Strings    => ["a",5]              => !InvalidArgument: the value does not fit List at [1]
          Strings    => [true]               => !InvalidArgument: the value does not fit List at [0]
          Integers   => [1,2]                => "ArrayList [1, 2]"
          Integers   => [1.5]                => !InvalidArgument: the value does not fit List at [0]
          Integers   => ["1"]                => !InvalidArgument: the value does not fit List at [0]
          Integers   => [2147483648]         => !InvalidArgument: the value does not fit List at [0]
          Pair       => [1,"x"]              => "Pair Pair[left=1, right=x]"
          Pair       => {"right":"x","left":1} => "Pair Pair[left=1, right=x]"
          Pair       => [1]                  => !InvalidArgument: expected 2 arguments [left, right], got 1
          Pair       => []                   => !InvalidArgument: expected 2 arguments [left, right], got 0
          Pair       => [1,"x",[3]]          => !InvalidArgument: expected 2 arguments [left, right], got more
          Pair       => ["secret","x"]       => !InvalidArgument: argument left: expected an integer of 64 bits, got a string
          Pair       => [1,{"secret":1}]     => !InvalidArgument: argument right: expected a string, got an object
          Pair       => {"left":1}           => !InvalidArgument: arguments [right] are missing
          Pair       => {}                   => !InvalidArgument: arguments [left, right] are missing
          Pair       => {"left":1,"right":"x","more":[1]} => !InvalidArgument: there is no argument more, expected [left, right]
          Pair       => {"left":1,"right":"x","left":2} => !InvalidArgument: argument left is given twice
          Pair       => {"left":1.5,"right":"x"} => !InvalidArgument: argument left: expected an integer of 64 bits, got a number with a fraction or exponent
          Pair       => {"left":null,"right":"x"} => !InvalidArgument: argument left: expected an integer of 64 bits, got null
          Pair       => 5                    => !InvalidArgument: expected arguments [left, right], got an integer
          """)
  void anItemFitsExactlyOrIsRefusedWithoutBeingQuoted(String type, String item, String outcome) {
    assertThat(Sample.map(FUNCTIONS.get(type), item)).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      textBlock =
          """
          Long => [5]       => "Long 5"
          Long => 5         => !InvalidArgument: expected an array of 1 argument, got an integer
          Long => []        => !InvalidArgument: expected 1 argument, got 0
          Long => [5,6]     => !InvalidArgument: expected 1 argument, got more
          Long => [[5],6]   => !InvalidArgument: expected an integer of 64 bits, got an array
          Integers => [[1,2]] => "ArrayList [1, 2]"
          Pair => [1,"x"]   => "Pair Pair[left=1, right=x]"
          Pair => {"left":1,"right":"x"} => "Pair Pair[left=1, right=x]"
          RawJson => [ {"a": 1} ] => "RawJson {\\"a\\": 1}"
          """)
  void starmapUnpacksTheArguments(String type, String item, String outcome) {
    assertThat(Sample.starmap(FUNCTIONS.get(type), item)).isEqualTo(outcome);
  }

  @Test
  void aRefusedItemDoesNotTouchItsNeighbours() {
    assertThat(Sample.map(new OfLong(), "[{\"a\":[1,{}]},1,[[2],3],\"x\",4,{}]", 6))
        .element(1)
        .isEqualTo("\"Long 1\"");
    assertThat(Sample.map(new OfPair(), "[[1,{\"a\":[]},[]],{\"left\":[1]},[2,\"y\"]]", 3))
        .last()
        .isEqualTo("\"Pair Pair[left=2, right=y]\"");
  }

  @Test
  void whatTheRecordItselfRefusesIsItsOwnError() {
    assertThat(Sample.map(new OfPair(), "[-1,\"x\"]"))
        .isEqualTo("!IllegalArgumentException: left must not be negative");
  }

  record Pair(long left, String right) {
    Pair {
      if (left < 0) {
        throw new IllegalArgumentException("left must not be negative");
      }
    }
  }

  @StarmapFunction(name = "sample", description = "", example = "1")
  static final class OfLong extends Sample<Long> {}

  @StarmapFunction(name = "sample", description = "", example = "1")
  static final class OfInteger extends Sample<Integer> {}

  @StarmapFunction(name = "sample", description = "", example = "1")
  static final class OfDouble extends Sample<Double> {}

  @StarmapFunction(name = "sample", description = "", example = "1")
  static final class OfBigInteger extends Sample<BigInteger> {}

  @StarmapFunction(name = "sample", description = "", example = "1")
  static final class OfBigDecimal extends Sample<BigDecimal> {}

  @StarmapFunction(name = "sample", description = "", example = "1")
  static final class OfNumber extends Sample<Number> {}

  @StarmapFunction(name = "sample", description = "", example = "1")
  static final class OfBoolean extends Sample<Boolean> {}

  @StarmapFunction(name = "sample", description = "", example = "1")
  static final class OfString extends Sample<String> {}

  @StarmapFunction(name = "sample", description = "", example = "1")
  static final class OfRawJson extends Sample<RawJson> {}

  @StarmapFunction(name = "sample", description = "", example = "1")
  static final class OfShort extends Sample<Short> {}

  @StarmapFunction(name = "sample", description = "", example = "1")
  static final class OfEnum extends Sample<ElementType> {}

  @StarmapFunction(name = "sample", description = "", example = "1")
  static final class OfStrings extends Sample<List<String>> {}

  @StarmapFunction(name = "sample", description = "", example = "1")
  static final class OfIntegers extends Sample<List<Integer>> {}

  @StarmapFunction(name = "sample", description = "", example = "1")
  static final class OfPair extends Sample<Pair> {}
}
