package starmap.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import starmap.store.Golden;

/** A segment that was written yesterday must be read tomorrow. */
class SegmentGoldenTest {
  @Test
  void valuesAreWrittenAsTheyAlwaysWere() {
    var writer = new SegmentWriter();
    for (var value : new String[] {"0", "-1.50e3", "\"x\"", "{\"a\": [1, 2]}", "null", "\"ü\""}) {
      writer.value(value.getBytes(UTF_8));
    }

    assertThat(writer.finish().bytes()).isEqualTo(Golden.file("segment-values.txt"));
  }

  @Test
  void failuresAreWrittenAsTheyAlwaysWere() {
    var writer = new SegmentWriter();
    writer.value("1".getBytes(UTF_8));
    writer.failure("ValueError", "größe \"x\"", 3);
    writer.value("[]".getBytes(UTF_8));
    writer.failure("CRASHED", "", 0);

    assertThat(writer.finish().bytes()).isEqualTo(Golden.file("segment-failures.txt"));
  }

  @Test
  void valuesAreRead() {
    var segment = SegmentReader.of(Golden.file("segment-values.txt"));

    assertThat(segment.count()).isEqualTo(6);
    assertThat(segment.failed()).isZero();
    assertThat(segment.errors()).isEmpty();
    assertThat(new String(segment.bytes(), segment.from(), segment.to() - segment.from(), UTF_8))
        .isEqualTo("[0,-1.50e3,\"x\",{\"a\": [1, 2]},null,\"ü\"]");
  }

  @Test
  void failuresAreRead() {
    var segment = SegmentReader.of(Golden.file("segment-failures.txt"));

    assertThat(segment.count()).isEqualTo(4);
    assertThat(segment.failed()).isEqualTo(2);
    assertThat(segment.errors())
        .containsExactly(
            new SegmentError(1, "ValueError", "größe \"x\"", 3),
            new SegmentError(3, "CRASHED", "", 0));
  }

  /** Versions of the library may pack differently, but all must unpack this. */
  @Test
  void aPackedSegmentIsRead() {
    var segment = SegmentReader.of(Golden.file("segment-zstd.bin"));

    assertThat(segment.count()).isEqualTo(2_001);
    assertThat(segment.failed()).isOne();
    assertThat(segment.errors()).containsExactly(new SegmentError(2_000, "ValueError", "x", 1));
    var values = segment.values();
    for (int i = 0; i < 2_000; i++) {
      assertThat(values.next()).isTrue();
      assertThat(new String(segment.bytes(), values.start(), values.length(), UTF_8))
          .isEqualTo("" + i * i);
    }
  }

  @Test
  void aLargeSegmentIsPackedAndReadAsItWas() {
    var writer = new SegmentWriter();
    for (int i = 0; i < 2_000; i++) {
      writer.value(Integer.toString(i * i).getBytes(UTF_8));
    }
    writer.failure("ValueError", "x", 1);

    var bytes = writer.finish().bytes();

    assertThat(new String(bytes, 0, 18, UTF_8)).startsWith("1 2001 1 zstd ");
    var read = SegmentReader.of(bytes);
    var golden = SegmentReader.of(Golden.file("segment-zstd.bin"));
    assertThat(read.bytes()).isEqualTo(golden.bytes());
    assertThat(read.to()).isEqualTo(golden.to());
    bytes[bytes.length / 2] ^= 1;
    assertThatThrownBy(() -> SegmentReader.of(bytes))
        .isInstanceOf(SegmentReader.CorruptSegmentException.class);
  }

  @Test
  void anyDamagedByteIsNoticed() {
    var good = Golden.file("segment-failures.txt");
    for (int at = 0; at < good.length; at++) {
      var bad = good.clone();
      bad[at] ^= 0x10;
      if (isCount(good, at)) {
        continue;
      }
      assertThatThrownBy(() -> SegmentReader.of(bad))
          .as("byte " + at)
          .isInstanceOf(SegmentReader.CorruptSegmentException.class);
    }
  }

  @Test
  void cutAndForeignBytesAreNoticed() {
    var good = Golden.file("segment-values.txt");
    for (int length = 0; length < good.length; length++) {
      var cut = java.util.Arrays.copyOf(good, length);
      assertThatThrownBy(() -> SegmentReader.of(cut))
          .as("length " + length)
          .isInstanceOf(SegmentReader.CorruptSegmentException.class);
    }
    assertThatThrownBy(() -> SegmentReader.of("2 1 0 raw 00000000 3\n[1]".getBytes(UTF_8)))
        .isInstanceOf(SegmentReader.CorruptSegmentException.class);
  }

  /** The sum covers what follows the header, not its counts. */
  private static boolean isCount(byte[] segment, int at) {
    var header = new String(segment, 0, 40, UTF_8).split("\n", 2)[0];
    int codec = header.indexOf(" raw ");
    int size = header.lastIndexOf(' ');
    return (at > 1 && at < codec) || (at > size && at < header.length());
  }
}
