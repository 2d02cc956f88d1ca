package starmap.reduce;

import starmap.wire.Counted;

/**
 * What a function of two arguments has made of neighbouring values.
 *
 * @param items number of values in it
 * @param value the bytes of one JSON value
 */
@SuppressWarnings("ArrayRecordComponent") // bytes pass through, and are never compared
public record FunctionFold(long items, byte[] value) {
  /** Reads what {@link #partial} has made. */
  public static FunctionFold of(byte[] partial) {
    var counted = Counted.of(partial);
    return new FunctionFold(counted.count(), counted.bytes());
  }

  /** As it is stored. */
  public byte[] partial() {
    return new Counted(items, value).stored();
  }
}
