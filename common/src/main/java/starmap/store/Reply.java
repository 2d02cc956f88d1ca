package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;

/** Reads what a script answered: words, numbers, bytes and lists of these. */
record Reply(List<Object> values) {

  int size() {
    return values.size();
  }

  boolean isNil() {
    return values.isEmpty() || values.getFirst() == null;
  }

  byte[] bytes(int at) {
    return (byte[]) values.get(at);
  }

  String text(int at) {
    return new String(bytes(at), UTF_8);
  }

  /** A number, whether it came as a Redis integer or as text. */
  long number(int at) {
    return values.get(at) instanceof Long number ? number : Long.parseLong(text(at));
  }

  /** A word as the constant it stands for. */
  <E extends Enum<E>> E word(int at, Class<E> type) {
    return Enum.valueOf(type, text(at).toUpperCase(Locale.ROOT));
  }

  @SuppressWarnings("unchecked") // nested answers are lists of the same kinds
  Reply list(int at) {
    return new Reply((List<Object>) values.get(at));
  }
}
