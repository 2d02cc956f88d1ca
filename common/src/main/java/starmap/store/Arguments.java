package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import starmap.chunk.Block;
import starmap.wire.Packing;

/** Collects the arguments of one script call. */
final class Arguments {
  private final List<byte[]> values = new ArrayList<>();
  private int bytes;

  Arguments add(String value) {
    return add(value.getBytes(UTF_8));
  }

  Arguments add(long value) {
    return add(Long.toString(value));
  }

  /** Passes bytes as they are. */
  Arguments add(byte[] value) {
    values.add(value);
    bytes += value.length;
    return this;
  }

  /** Passes the items of a block, packed where that is worth it; nothing where there is none. */
  Arguments addItems(@Nullable Block block) {
    return add(block == null ? new byte[0] : Packing.pack(block.items()));
  }

  Arguments addAll(Arguments others) {
    others.values.forEach(this::add);
    return this;
  }

  /** How many bytes they are. */
  int bytes() {
    return bytes;
  }

  byte[][] toArray() {
    return values.toArray(byte[][]::new);
  }
}
