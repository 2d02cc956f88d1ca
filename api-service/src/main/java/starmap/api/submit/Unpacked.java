package starmap.api.submit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;

/** A gzip body on its way out of its packing; one that grows out of proportion is a bomb. */
final class Unpacked extends GZIPInputStream {
  private static final long HARMLESS = 1 << 20;

  private final int ratio;
  private long count;

  Unpacked(InputStream packed, int ratio) throws IOException {
    super(new Counter(packed));
    this.ratio = ratio;
  }

  @Override
  public int read(byte[] target, int offset, int most) throws IOException {
    int read = super.read(target, offset, most);
    if (read < 0) {
      requireEnd();
    }
    count += Math.max(read, 0);
    if (count > HARMLESS && count > ratio * ((Counter) in).count) {
      throw ProblemException.of(
          ProblemType.TOO_LARGE, "the body grows more than " + ratio + "-fold when unpacked");
    }
    return read;
  }

  /** What is packed may be whole although the body broke off behind it. */
  private void requireEnd() throws IOException {
    var sink = new byte[512];
    while (in.read(sink) >= 0) {
      // something that is no gzip follows, and counts for nothing, as with gunzip
    }
  }

  private static final class Counter extends FilterInputStream {
    private long count;

    Counter(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count += one < 0 ? 0 : 1;
      return one;
    }

    @Override
    public int read(byte[] target, int offset, int most) throws IOException {
      int read = super.read(target, offset, most);
      count += Math.max(read, 0);
      return read;
    }
  }
}
