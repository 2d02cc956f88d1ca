package starmap.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSlicesTest {
  @Test
  void emptyArrayHasNoElements() {
    assertThat(slices("[]")).isEmpty();
    assertThat(slices(" [ \n] ")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-12.50e+03",
        "123456789012345678901234567890",
        "\"\"",
        "\"a,]\\\"\\u00fc\"",
        "\"größe 😀\"",
        "true",
        "false",
        "null",
        "[]",
        "{}",
        "[1, [2, [3]], {\"a\" : \"]\"}]",
        "{\"a\": {\"b\": [1]}, \"c\": \"}\"}"
      })
  void elementIsFoundByteForByteWhereverItStands(String element) {
    assertThat(slices("[" + element + "]")).containsExactly(element);
    assertThat(slices("[1," + element + ",2]")).containsExactly("1", element, "2");
    assertThat(slices("[ " + element + " , " + element + "\n]")).containsExactly(element, element);
  }

  @Test
  void arrayMayStandInsideOtherBytes() {
    var bytes = "ü header\n[1,\"ü\",3]trailer".getBytes(UTF_8);
    int from = "ü header\n".getBytes(UTF_8).length;
    var slices = new JsonSlices(bytes, from, bytes.length - "trailer".length());

    assertThat(all(slices, bytes)).containsExactly("1", "\"ü\"", "3");
  }

  @Test
  void longArraysAndLongElementsKeepTheirPlaces() {
    var elements = new ArrayList<String>();
    for (int i = 0; i < 20_000; i++) {
      elements.add(i % 1000 == 0 ? "\"" + "é".repeat(9_000) + "\"" : Integer.toString(i));
    }

    assertThat(slices("[" + String.join(",", elements) + "]")).isEqualTo(elements);
  }

  @Test
  void otherThanAnArrayIsRefused() {
    assertThatThrownBy(() -> slices("{}")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> slices("1")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> slices("")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1", "[1,", "[1 2]", "[tru]", "[\"a]", "[{\"a\"}]", "[1,]", "[01]"})
  void brokenArrayIsRefused(String text) {
    assertThatThrownBy(() -> slices(text)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void depthIsLimited() {
    int most = Json.MAX_DEPTH;
    assertThat(slices("[" + "[".repeat(most) + "]".repeat(most) + "]")).hasSize(1);
    assertThatThrownBy(() -> slices("[" + "[".repeat(most + 1) + "]".repeat(most + 1) + "]"))
        .isInstanceOf(RuntimeException.class);
  }

  private static List<String> slices(String text) {
    var bytes = text.getBytes(UTF_8);
    return all(new JsonSlices(bytes, 0, bytes.length), bytes);
  }

  private static List<String> all(JsonSlices slices, byte[] bytes) {
    var found = new ArrayList<String>();
    while (slices.next()) {
      found.add(new String(bytes, slices.start(), slices.length(), UTF_8));
    }
    return found;
  }
}
