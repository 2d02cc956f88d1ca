package starmap.worker.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import starmap.job.Input;
import starmap.worker.Chunks;
import starmap.worker.execute.Transcript;

class AnswerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0", "-1", "-0", "12", "123456789012345678", "12345678901234567890", "1.5", "-0.0", "1e9",
        "2E-7", "true", "null", "\"\"", "\"a b\"", "\"a\\\"b\"", "\"ü\"", "[]", "[1,[2]]",
        "{\"a\":{\"b\":null}}"
      })
  void aValueComesOutAsItCameIn(String json) {
    assertThat(one("{\"value\":" + json + "}")).isEqualTo(json);
    assertThat(one(" { \"other\": 1, \"value\" : " + json + " } ")).isEqualTo(json);
    assertThat(batch("{\"values\":[" + json + ", " + json + "]}", 2)).containsExactly(json, json);
    assertThat(batch("{\"results\":[{\"value\":" + json + "}]}", 1)).containsExactly(json);
    assertThat(batch(" { \"values\" : [ " + json + " ] } ", 1)).containsExactly(json);
    assertThat(batch("{\"results\": [{\"value\": " + json + "}]}", 1)).containsExactly(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "NaN",
        "Infinity",
        "tru",
        "\"a",
        "\"\u0001\"",
        "[1,]",
        "{1:2}",
        "",
        "1 2",
        "'a'",
        "\"\\x\"",
        "1}{\"value\":2"
      })
  void aBrokenValueIsABadAnswer(String json) {
    assertThatThrownBy(() -> one("{\"value\":" + json + "}"))
        .isInstanceOf(BadAnswerException.class)
        .hasMessageStartingWith("expected ");
    assertThatThrownBy(() -> batch("{\"values\":[" + json + "]}", 1))
        .isInstanceOf(BadAnswerException.class)
        .hasMessageStartingWith("expected ");
  }

  @Test
  void aValueBeyondTheLimitsIsTooLarge() {
    for (var json : List.of("1".repeat(1001), "[".repeat(80) + "]".repeat(80))) {
      assertThatThrownBy(() -> batch("{\"values\":[" + json + "]}", 1))
          .isInstanceOfSatisfying(
              BadAnswerException.class,
              e -> assertThat(e.error().type()).isEqualTo("ResultTooLarge"));
    }
  }

  @Test
  void anErrorKeepsItsWords() {
    assertThat(one("{\"error\":{\"message\":\"no\",\"type\":\"Odd\",\"more\":[1]}}"))
        .isEqualTo("!Odd: no");
    assertThat(batch("{\"results\":[{\"error\":{}},{\"value\":1}]}", 2))
        .containsExactly("!Error: ", "1");
  }

  @Test
  void tooFewOrTooManyAnswersAreBad() {
    assertThatThrownBy(() -> batch("{\"values\":[1,2]}", 3))
        .hasMessage("expected as many answers as items, 3, got 2");
    assertThatThrownBy(() -> batch("{\"values\":[1,2]}", 1))
        .hasMessage("expected as many answers as items, 1, got more");
    assertThatThrownBy(() -> batch("{\"values\":[1]} x", 1))
        .hasMessageEndingWith("got something behind it");
    assertThatThrownBy(() -> batch("[1]", 1)).hasMessageEndingWith("got an array");
    assertThatThrownBy(() -> one("")).hasMessageEndingWith("got an empty line");
  }

  private static String one(String line) {
    var bytes = ("x" + line + "\n").getBytes(UTF_8);
    return told(Answer.ofOne(bytes, 1, bytes.length - 1), 1).getFirst();
  }

  private static List<String> batch(String line, int items) {
    var bytes = ("x" + line + "\n").getBytes(UTF_8);
    return told(Answer.ofBatch(bytes, 1, bytes.length - 1, items), items);
  }

  private static List<String> told(Answer answer, int items) {
    return Transcript.of(
        (_, _, progress) -> {
          for (int i = 0; i < items; i++) {
            answer.tell(i, progress, Set.of());
          }
        },
        Chunks.range("f", new Input.Range(0, 1), 0, items));
  }
}
