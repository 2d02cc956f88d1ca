package starmap.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PackingTest {
  @Test
  void numbersBecomeLessThanHalfAndComeBackAsTheyWere() {
    var numbers =
        IntStream.range(0, 10_000)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(",", "[", "]"))
            .getBytes(US_ASCII);

    var packed = Packing.pack(numbers);

    assertThat(packed.length).isLessThan(numbers.length / 2);
    assertThat(Packing.unpack(packed)).isEqualTo(numbers);
  }

  @Test
  void whatIsSmallOrDoesNotShrinkStaysAsItIs() {
    var small = "[".repeat(4 * 1024 - 1).getBytes(US_ASCII);
    var noise = new byte[100_000];
    new Random(1).nextBytes(noise);
    noise[0] = '[';

    for (var bytes : new byte[][] {small, noise, new byte[0]}) {
      assertThat(Packing.pack(bytes)).isSameAs(bytes);
      assertThat(Packing.unpack(bytes)).isSameAs(bytes);
    }
  }

  @Test
  void damagedBytesAreNoticed() {
    var packed = Packing.pack("[1,1,1,1]".repeat(10_000).getBytes(US_ASCII));
    for (int length = 4; length < packed.length; length++) {
      var cut = Arrays.copyOf(packed, length);
      assertThatThrownBy(() -> Packing.unpack(cut)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
