package starmap.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.value.Value;

/**
 * What scripts compute with of a job: one field of its hash, a MessagePack map, as {@code
 * lib/job.lua} packs it.
 */
final class PackedRecord {
  /** Its name in the hash. */
  static final String FIELD = "record";

  private PackedRecord() {}

  /** Name → text or decimal number; empty where these bytes are no record. */
  static Map<String, byte[]> unpack(byte[] packed) {
    var fields = new HashMap<String, byte[]>();
    try (var unpacker = MessagePack.newDefaultUnpacker(packed)) {
      int count = unpacker.unpackMapHeader();
      for (int i = 0; i < count; i++) {
        fields.put(unpacker.unpackString(), text(unpacker.unpackValue()));
      }
      return fields;
    } catch (IOException | MessagePackException _) {
      return Map.of();
    }
  }

  private static byte[] text(Value value) {
    if (value.isRawValue()) {
      return value.asRawValue().asByteArray();
    }
    var number =
        value.isFloatValue() ? Double.toString(value.asFloatValue().toDouble()) : value.toString();
    return number.getBytes(US_ASCII);
  }
}
