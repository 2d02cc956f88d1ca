package starmap.wire;

import java.io.InputStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one JSON set-up for payloads, with the limits of {@code docs/http-api.md} against hostile
 * input.
 */
public final class Json {
  /** Deepest nesting of a payload. */
  public static final int MAX_DEPTH = 64;

  /** Longest number, in characters. */
  public static final int MAX_NUMBER = 1_000;

  /** Longest property name, in characters. */
  public static final int MAX_NAME = 256;

  /** Largest item, in bytes. */
  public static final int MAX_ITEM = 1 << 20;

  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          // one level is the array around the items
          .maxNestingDepth(MAX_DEPTH + 1)
          .maxNumberLength(MAX_NUMBER)
          .maxNameLength(MAX_NAME)
          .maxStringLength(MAX_ITEM)
          .build();

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(LIMITS)
          // payloads are UTF-8; a guess would cut them at wrong places
          .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
          .build();

  /** Reads and writes Starmap's own records, and the arguments and values of Java functions. */
  public static final JsonMapper MAPPER = JsonMapper.builder(FACTORY).build();

  private Json() {}

  /** Parses {@code length} bytes of JSON. */
  public static JsonParser parser(byte[] bytes, int from, int length) {
    return FACTORY.createParser(ObjectReadContext.empty(), bytes, from, length);
  }

  /** Parses JSON while it arrives. */
  public static JsonParser parser(InputStream bytes) {
    return FACTORY.createParser(ObjectReadContext.empty(), bytes);
  }
}
