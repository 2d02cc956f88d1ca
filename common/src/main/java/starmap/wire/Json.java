package starmap.wire;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** The one JSON set-up for payloads, with the limits of {@code docs/http-api.md} against hostile input. */
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

  /** Makes streaming parsers for payloads. */
  public static final JsonFactory FACTORY = JsonFactory.builder().streamReadConstraints(LIMITS).build();

  /** Reads and writes Starmap's own records, and the arguments and values of Java functions. */
  public static final JsonMapper MAPPER = JsonMapper.builder(FACTORY).build();

  private Json() {}
}
