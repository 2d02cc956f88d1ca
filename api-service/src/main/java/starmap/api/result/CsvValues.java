package starmap.api.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import starmap.wire.Json;
import starmap.wire.JsonSlices;

/**
 * Writes JSON values as CSV: text as it is, null as nothing, arrays as columns, and objects, and
 * arrays in arrays, as JSON text.
 */
final class CsvValues {
  private static final String SPECIAL = ",\"\r\n";

  private CsvValues() {}

  /** One value: a field, or several where it is an array. */
  static void write(byte[] json, int start, int length, OutputStream out) throws IOException {
    if (json[start] != '[') {
      field(json, start, length, out);
      return;
    }
    var elements = new JsonSlices(json, start, start + length);
    for (boolean first = true; elements.next(); first = false) {
      if (!first) {
        out.write(',');
      }
      field(json, elements.start(), elements.length(), out);
    }
  }

  /** One field of any text. */
  static void text(String text, OutputStream out) throws IOException {
    boolean quoted = text.isEmpty() || text.chars().anyMatch(one -> SPECIAL.indexOf(one) >= 0);
    out.write((quoted ? '"' + text.replace("\"", "\"\"") + '"' : text).getBytes(UTF_8));
  }

  private static void field(byte[] json, int start, int length, OutputStream out)
      throws IOException {
    switch (json[start]) {
      case 'n' -> {}
      case '"' -> text(Json.MAPPER.readValue(json, start, length, String.class), out);
      case '[', '{' -> text(new String(json, start, length, UTF_8), out);
      default -> out.write(json, start, length);
    }
  }
}
