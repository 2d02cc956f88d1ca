package starmap.api.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import starmap.api.problem.ProblemException;

class UnpackedTest {
  private static final int RATIO = 100;

  @Test
  void bytesComeBackAsTheyWere() throws IOException {
    var bytes = new byte[3_000_000];
    new SplittableRandom(7).nextBytes(bytes);
    assertThat(unpack(pack(bytes))).isEqualTo(bytes);
  }

  @Test
  void aMebibyteMayComeFromNextToNothing() throws IOException {
    assertThat(unpack(pack(new byte[1 << 20]))).hasSize(1 << 20);
  }

  @Test
  void aBombIsRefusedLongBeforeItIsUnpacked() throws IOException {
    var bomb = pack(new byte[50_000_000]);
    assertThatThrownBy(() -> unpack(bomb))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("100-fold");
  }

  @Test
  void damagedPackingIsToldFromTruncated() throws IOException {
    var packed = pack(new byte[] {1, 2, 3});
    assertThatThrownBy(() -> unpack(Arrays.copyOf(packed, packed.length - 9)))
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> unpack(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}))
        .isInstanceOf(ZipException.class);
  }

  private static byte[] unpack(byte[] packed) throws IOException {
    try (var in = new Unpacked(new ByteArrayInputStream(packed), RATIO)) {
      return in.readAllBytes();
    }
  }

  private static byte[] pack(byte[] bytes) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }
}
