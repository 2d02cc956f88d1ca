package starmap.argument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import starmap.wire.Json;
import tools.jackson.databind.JsonNode;

class ItemCheckTest {
  private static final ArgumentSchema POWER =
      ArgumentSchema.of(
          """
          {"type":"array","prefixItems":[{"type":"number"},
            {"type":"integer","minimum":-2147483648,"maximum":2147483647}],"minItems":2,"maxItems":2}""");
  private static final ArgumentSchema WORDS =
      ArgumentSchema.of(
          """
          {"type":"array","minItems":1,"maxItems":3,"prefixItems":[{"type":"string","maxLength":3},
            {"enum":["a","b"]},{"type":"object","properties":{"x":{"type":"array","items":{"type":"boolean"}}}}]}""");

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          [2, 10]                       =>
          [2.5, -1]                     =>
          {"exponent": 3, "base": 2}    =>
          [2]                           => wrong-count: expected 2 arguments [base, exponent], got 1
          []                            => wrong-count: expected 2 arguments [base, exponent], got 0
          [1, 2, 3]                     => wrong-count: expected at most 2 arguments [base, exponent], got 3
          [2, "x"]                      => /1 wrong-type: argument exponent: expected an integer, got a string
          [2, 1.5]                      => /1 wrong-type: argument exponent: expected an integer, got a number with a fraction or exponent
          [2, 2147483648]               => /1 out-of-range: argument exponent: expected 2147483647 or less, got a larger number
          [2, -99999999999999999999]    => /1 out-of-range: argument exponent: expected -2147483648 or more, got a smaller number
          [1e400, 1]                    => /0 out-of-range: argument base: expected a number, got a number outside its range
          [null, 1]                     => /0 wrong-type: argument base: expected a number, got null
          {"base": 2}                   => missing-argument: argument exponent is missing, expected [base, exponent]
          {"base": 2, "exp/on": 3}      => /exp~1on unknown-argument: there is no argument exp/on, expected [base, exponent]
          {"base": true, "exponent": 3} => /base wrong-type: argument base: expected a number, got a boolean
          7                             => wrong-type: expected an array of the arguments [base, exponent], got an integer
          """)
  void severalArgumentsAreNamedWhereTheyAreWrong(String item, String expected) {
    var check = new ItemCheck(POWER, List.of("base", "exponent"), true, Map.of());
    assertThat(told(check.check(json(item)))).isEqualTo(expected == null ? "" : expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      textBlock =
          """
          "abc"  =>
          "abcd" => not-allowed: argument word: must be at most 3 characters long
          5      => wrong-type: argument word: expected a string, got an integer
          ["a"]  => wrong-type: argument word: expected a string, got an array
          """)
  void anItemThatIsOneArgumentIsWrapped(String item, String expected) {
    var check = new ItemCheck(WORDS, List.of("word", "kind", "more"), false, Map.of());
    assertThat(told(check.check(json(item)))).isEqualTo(expected == null ? "" : expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      textBlock =
          """
          {"word":"a","more":{}}              =>
          {"more":{}}                         => missing-argument: argument word is missing, expected [word, kind, more]
          {"word":"a","more":{"x":[true,1]}}  => /more/x/1 wrong-type: argument more at /x/1: expected a boolean, got an integer
          ["a","c"]                           => /1 not-allowed: argument kind: expected one of ["a","b"]
          ["a","b",{},4]                      => wrong-count: expected at most 3 arguments [word, kind, more], got 4
          """)
  void argumentsThatMayBeLeftOutAreNotMissed(String item, String expected) {
    var check = new ItemCheck(WORDS, List.of("word", "kind", "more"), true, Map.of());
    assertThat(told(check.check(json(item)))).isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void constantsTakeThePlacesOfArguments() {
    var check = power(Map.of("base", json("2")), false);
    assertThat(check.constants()).isEmpty();
    assertThat(check.check(json("3"))).isEmpty();
    assertThat(told(check.check(json("\"x\""))))
        .isEqualTo("wrong-type: argument exponent: expected an integer, got a string");
    var spread = power(Map.of("base", json("2")), true);
    assertThat(spread.check(json("[3]"))).isEmpty();
    assertThat(told(spread.check(json("[3,4]"))))
        .isEqualTo("wrong-count: expected 1 arguments [exponent], got 2");
    assertThat(told(spread.check(json("{\"base\":1,\"exponent\":3}"))))
        .isEqualTo(
            "/base unknown-argument: a constant of the job is argument base, expected [exponent]");
  }

  @Test
  void aWrongConstantIsNoFaultOfTheItems() {
    var check = power(Map.of("base", json("\"x\"")), false);
    assertThat(told(check.constants()))
        .isEqualTo("/base wrong-type: argument base: expected a number, got a string");
    assertThat(check.check(json("3"))).isEmpty();
  }

  @Test
  void aSchemaThatIsNoneIsRefusedAndFetchesNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> ArgumentSchema.of("{"));
    assertThatIllegalArgumentException().isThrownBy(() -> ArgumentSchema.of("5"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ArgumentSchema.of("{\"items\":{\"pattern\":\"(\"}}"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ArgumentSchema.of("{\"$ref\":\"http://127.0.0.1:9/x\"}"))
        .withMessageNotContaining("refused");
  }

  @Test
  void anOlderDraftSaysWhichItIs() {
    var schema =
        ArgumentSchema.of(
            "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"items\":[{\"type\":\"string\"}]}");
    assertThat(told(new ItemCheck(schema, List.of("x"), false, Map.of()).check(json("5"))))
        .isEqualTo("wrong-type: argument x: expected a string, got an integer");
  }

  private static ItemCheck power(Map<String, JsonNode> constants, boolean spread) {
    return new ItemCheck(POWER, List.of("base", "exponent"), spread, constants);
  }

  private static String told(List<Fault> faults) {
    return String.join(
        "; ",
        faults.stream()
            .map(fault -> (fault.pointer() + " " + fault.code() + ": " + fault.message()).strip())
            .toList());
  }

  private static JsonNode json(String text) {
    return Json.MAPPER.readTree(text);
  }
}
