package starmap.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import starmap.job.JobId;

class ChunkIdTest {
  private static final String JOB = "abcdefghijklmnopqrstuvwx27";
  private static final ChunkId ID = new ChunkId(new JobId(JOB), "1z9", 9_000_000_000L, 65_536);

  @Test
  void textIsReadBack() {
    assertThat(ID).hasToString(JOB + ".1z9:9000000000:65536");
    assertThat(ChunkId.parse(ID.toString())).isEqualTo(ID);
  }

  @Test
  void rangeIsOfTheSameIncarnation() {
    assertThat(ID.range(3, 4)).hasToString(JOB + ".1z9:3:4");
    assertThat(ID.end()).isEqualTo(9_000_065_536L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        JOB,
        JOB + ".e",
        JOB + ".e:1",
        JOB + ".e:1:",
        JOB + ".e:-1:1",
        JOB + ".e:1:1:1",
        JOB + ".E:1:1",
        JOB + ":1:1",
        "short.e:1:1"
      })
  void otherTextIsRefused(String text) {
    assertThatThrownBy(() -> ChunkId.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
