package starmap.wire;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;

/**
 * Makes stored bytes smaller where that saves an eighth or more. What is packed is one zstd frame,
 * and begins with its magic number, which no JSON does.
 */
public final class Packing {
  /** Less than this is not worth the work. */
  private static final int LEAST = 4 * 1024;

  /** Nothing larger was ever packed. */
  private static final int MOST = 64 << 20;

  private static final int LEVEL = 1;
  private static final byte[] MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  private Packing() {}

  /** The same bytes, or fewer that {@link #unpack} makes the same of. */
  public static byte[] pack(byte[] bytes) {
    if (bytes.length < LEAST || bytes.length > MOST) {
      return bytes;
    }
    var packed = Zstd.compress(bytes, LEVEL);
    return packed.length <= bytes.length - bytes.length / 8 ? packed : bytes;
  }

  /**
   * Bytes as they were before {@link #pack}.
   *
   * @throws IllegalArgumentException where they are damaged
   */
  public static byte[] unpack(byte[] bytes) {
    if (!isPacked(bytes)) {
      return bytes;
    }
    long size = Zstd.getFrameContentSize(bytes);
    if (size < 0 || size > MOST) {
      throw new IllegalArgumentException("stored bytes are damaged: a frame of " + size + " bytes");
    }
    try {
      return Zstd.decompress(bytes, (int) size);
    } catch (ZstdException e) {
      throw new IllegalArgumentException("stored bytes are damaged", e);
    }
  }

  private static boolean isPacked(byte[] bytes) {
    return bytes.length >= MAGIC.length
        && java.util.Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }
}
