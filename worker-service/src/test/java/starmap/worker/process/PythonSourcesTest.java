package starmap.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PythonSourcesTest {
  @TempDir private Path path;
  private Folder folder;

  @BeforeEach
  void open() {
    folder = new Folder(path);
  }

  @AfterEach
  void close() {
    folder.close();
  }

  @Test
  void everyPublicFunctionOfAFileIsServed() throws Exception {
    var source =
        folder.python(
            "def square(x): return x * x\ndef _no(x): return 1\ndef half(x): return x / 2\n", null);
    assertThat(source.descriptors())
        .extracting(one -> one.name())
        .containsExactly("sample.square", "sample.half");
    assertThat(Folder.range(source, "sample.square", 100_000))
        .isEqualTo(IntStream.range(0, 100_000).mapToObj(i -> Long.toString((long) i * i)).toList());
    assertThat(Folder.range(source, "sample.half", 3)).containsExactly("0.0", "0.5", "1.0");
  }

  @Test
  void theItemThatKillsAChildIsFoundAmongThoseOfItsBatch() throws Exception {
    var source =
        folder.python("import os\ndef f(x):\n  if x == 777: os._exit(3)\n  return x\n", null);
    var outcomes = Folder.range(source, "sample.f", 5_000);
    assertThat(outcomes.get(777)).isEqualTo("!Crashed: the child ended with exit code 3");
    assertThat(outcomes.stream().filter(one -> one.startsWith("!"))).hasSize(1);
    assertThat(outcomes.getLast()).isEqualTo("4999");
  }

  @Test
  void anItemThatTakesLongAmongQuickOnesHoldsUpNobodyForLong() throws Exception {
    var source =
        folder.python(
            "import time\ndef f(x):\n  if x == 3000: time.sleep(3600)\n  return x\n", "timeout: 3");
    var outcomes = Folder.range(source, "sample.f", 5_000);
    assertThat(outcomes.get(3000)).startsWith("!TimedOut");
    assertThat(outcomes.stream().filter(one -> one.startsWith("!"))).hasSize(1);
  }

  @Test
  void whatIsWrongWithAFileIsTold() {
    assertThatThrownBy(() -> folder.python("def f(x)\n", null)).hasMessageContaining("SyntaxError");
    assertThatThrownBy(
            () ->
                folder.open(
                    new PythonSources("no-such-python"), folder.file("sample.py", "", null)))
        .hasMessageStartingWith("there is no no-such-python for Python files");
  }

  @Test
  void anItemThatDoesNotFitTheTypeHintsFailsBeforeTheFunctionIsCalled() throws Exception {
    var source = folder.python("def f(x: bool) -> bool: return not x\n", null);
    assertThat(Folder.range(source, "sample.f", 3))
        .hasSize(3)
        .allSatisfy(one -> assertThat(one).startsWith("!InvalidArgument: ").contains("boolean"));
    var numbers = folder.python("def f(x: float): return x / 2\n", null);
    assertThat(Folder.range(numbers, "sample.f", 3)).containsExactly("0.0", "0.5", "1.0");
  }
}
