package starmap.worker.execute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import starmap.chunk.ClaimedChunk;
import starmap.job.Input;
import starmap.job.JobSpec;
import starmap.job.Mode;
import starmap.worker.Chunks;
import tools.jackson.core.JacksonException;

class ItemSourceTest {
  @Test
  void aRangeMayGoDown() {
    assertThat(read(Chunks.range("square@1", new Input.Range(10, -4), 1, 4)))
        .containsExactly("6", "2", "-2", "-6");
  }

  @Test
  void aRangeReachesBothEndsOfLong() {
    assertThat(read(Chunks.range("square@1", new Input.Range(Long.MAX_VALUE - 2, 1), 1, 2)))
        .containsExactly("9223372036854775806", "9223372036854775807");
    assertThat(read(Chunks.range("square@1", new Input.Range(Long.MIN_VALUE, 1L << 62), 0, 4)))
        .containsExactly(
            "-9223372036854775808", "-4611686018427387904", "0", "4611686018427387904");
  }

  @Test
  void aGeneratedIntegerCanBeReadWithAParser() {
    var items = ItemSource.of(Chunks.range("square@1", new Input.Range(5, 2), 0, 2));
    assertThat(items.next()).isTrue();
    assertThat(items.parser().getLongValue()).isEqualTo(5);
    assertThat(items.next()).isTrue();
    assertThat(items.parser().getLongValue()).isEqualTo(7);
    assertThat(items.next()).isFalse();
  }

  @Test
  void aChunkBeginsInTheMiddleOfItsBlock() {
    var block = "[{\"a\":[1,{}]}, [[2],3] ,\"]\", -4.50 ,null]";
    assertThat(read(Chunks.part(block, 100, 100, 5)))
        .containsExactly("{\"a\":[1,{}]}", "[[2],3]", "\"]\"", "-4.50", "null");
    assertThat(read(Chunks.part(block, 100, 102, 3))).containsExactly("\"]\"", "-4.50", "null");
    assertThat(read(Chunks.part(block, 100, 104, 1))).containsExactly("null");
  }

  @Test
  void bytesOutsideAsciiKeepTheirPlaces() {
    assertThat(read(Chunks.part("[\"é😀\",\"\\u00e9\",{\"ключ\":\"\"},1]", 0, 1, 3)))
        .containsExactly("\"\\u00e9\"", "{\"ключ\":\"\"}", "1");
  }

  @Test
  void damagedInputIsAnErrorAndNoEndOfInput() {
    var items = ItemSource.of(Chunks.part("[1,", 0, 0, 3));
    assertThat(items.next()).isTrue();
    assertThatExceptionOfType(JacksonException.class).isThrownBy(items::next);
    assertThatIllegalArgumentException().isThrownBy(() -> new JsonItems("1".getBytes(UTF_8)));
    assertThatIllegalArgumentException().isThrownBy(() -> new JsonItems(new byte[0]));
  }

  @Test
  void uploadedItemsNeedTheirBlock() {
    var chunk = Chunks.part("[1]", 0, 0, 1);
    var spec = new JobSpec("identity@1", Mode.MAP, new Input.Items());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ItemSource.of(new ClaimedChunk(chunk.id(), chunk.token(), 1, 0, spec, null)))
        .withMessageContaining("without its block");
  }

  private static List<String> read(ClaimedChunk chunk) {
    var items = ItemSource.of(chunk);
    var texts = new ArrayList<String>();
    for (int i = 0; i < chunk.id().length(); i++) {
      assertThat(items.next()).isTrue();
      texts.add(items.raw().toString());
    }
    return texts;
  }
}
