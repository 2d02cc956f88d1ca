package starmap.api.testing;

import java.io.InputStream;
import java.util.SplittableRandom;

/** Gives its bytes in pieces of random length, as networks do. */
public final class DripStream extends InputStream {
  private final byte[] bytes;
  private final int most;
  private final SplittableRandom random;
  private int at;

  /** Gives 1 to {@code most} bytes at a time. */
  public DripStream(byte[] bytes, int most, long seed) {
    this.bytes = bytes;
    this.most = most;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public int read() {
    return at == bytes.length ? -1 : bytes[at++] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (at == bytes.length) {
      return -1;
    }
    int count = Math.min(Math.min(length, bytes.length - at), random.nextInt(1, most + 1));
    System.arraycopy(bytes, at, target, offset, count);
    at += count;
    return count;
  }
}
