package starmap.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SegmentWriterTest {
  private final SegmentWriter writer = new SegmentWriter();

  @Test
  void whatIsWrittenIsReadBackByteForByte() {
    for (int i = 0; i < 1000; i++) {
      writer.value(("[" + i + ", \"v\"]").getBytes(UTF_8));
    }
    var segment = writer.finish();

    var read = SegmentReader.of(segment.bytes());
    var slices = read.values();
    for (int i = 0; i < 1000; i++) {
      assertThat(slices.next()).isTrue();
      assertThat(new String(read.bytes(), slices.start(), slices.length(), UTF_8))
          .isEqualTo("[" + i + ", \"v\"]");
    }
    assertThat(slices.next()).isFalse();
    assertThat(segment.count()).isEqualTo(1000);
  }

  @Test
  void stretchOfBytesIsAValue() {
    writer.value("xx42yy".getBytes(UTF_8), 2, 2);

    assertThat(new String(writer.finish().bytes(), UTF_8)).endsWith("\n[42]");
  }

  @Test
  void integersAreWrittenAsTheirDigits() {
    var numbers = new long[] {0, -1, 9, 10, 1234567, Long.MAX_VALUE, Long.MIN_VALUE};
    var all = new StringBuilder();
    for (long number : numbers) {
      writer.value(number);
      all.append(all.isEmpty() ? '[' : ',').append(number);
    }

    assertThat(new String(writer.finish().bytes(), UTF_8)).endsWith("\n" + all + "]");
  }

  @Test
  void countAndSizeGrowWithTheValues() {
    assertThat(writer.count()).isZero();
    writer.value("12345".getBytes(UTF_8));
    writer.failure("E", "m", 1);

    assertThat(writer.count()).isEqualTo(2);
    assertThat(writer.size()).isEqualTo("[12345,null".length());
    assertThat(writer.finish().failed()).isEqualTo(1);
  }

  @Test
  void finishingTwiceGivesTheSameSegment() {
    writer.value("1".getBytes(UTF_8));

    assertThat(writer.finish().bytes()).isEqualTo(writer.finish().bytes());
  }
}
