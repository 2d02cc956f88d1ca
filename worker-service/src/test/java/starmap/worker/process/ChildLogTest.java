package starmap.worker.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;

class ChildLogTest {
  @Test
  void aHundredLinesPassEachSecondAndTheOthersAreCounted() {
    var gate = new LogGate();
    long now = System.nanoTime();
    for (int i = 0; i < LogGate.MOST_LINES; i++) {
      assertThat(gate.pass(now)).isZero();
    }
    assertThat(gate.pass(now)).isEqualTo(-1);
    assertThat(gate.pass(now + 999_999_999)).isEqualTo(-1);
    assertThat(gate.pass(now + 1_000_000_000)).isEqualTo(2);
    assertThat(gate.pass(now + 1_000_000_000)).isZero();
  }

  @Test
  void theLastTenLinesAreKept() {
    assertThat(tail("line\n".repeat(20) + "last").lines()).hasSize(10).last().isEqualTo("last");
    assertThat(tail("x".repeat(5_000_000))).hasSize(1_001).endsWith("…");
    assertThat(tail("y".repeat(1_000) + "\n" + "z".repeat(999) + "\n" + "end\n"))
        .startsWith("z")
        .endsWith("\nend");
    assertThat(tail("\u001b[31mred\u0000\n")).isEqualTo("?[31mred?");
  }

  private static String tail(String text) {
    var log = new ChildLog("f", new LogGate());
    log.read(new ByteArrayInputStream(text.getBytes(UTF_8)));
    return log.tail();
  }
}
