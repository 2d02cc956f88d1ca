package starmap.api.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import starmap.fleet.Activity;
import starmap.fleet.BrokenFile;
import starmap.fleet.FunctionDescriptor;
import starmap.fleet.Worker;

class SnapshotTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aFunctionWhoseFileIsGoneIsFoundByItsPinnedNameOnly() {
    var snapshot = of(worker(version("gone", "a", false), version("there", "b", true)));
    assertThat(snapshot.find("gone")).isEmpty();
    assertThat(snapshot.find("gone@a")).isPresent();
    assertThat(snapshot.current())
        .extracting(found -> found.meant().descriptor().name())
        .containsExactly("there");
  }

  @Test
  void aFunctionIsThereWhileOneWorkerHasItsFile() {
    var snapshot = of(worker(version("f", "a", false)), worker(version("f", "a", true)));
    assertThat(snapshot.find("f")).isPresent();
  }

  @Test
  void aPlainNameMeansTheCurrentVersion() {
    var snapshot = of(worker(version("f", "b", false), version("f", "a", true)));
    assertThat(snapshot.find("f").orElseThrow().meant().descriptor().version()).isEqualTo("a");
  }

  @Test
  void aFunctionIsMissingForTheBrokenFileThatWouldHaveIt() {
    var snapshot = of(broken("cube.py"), broken("shout.sh"), broken("README"));
    assertThat(snapshot.brokenFor("cube.cube@1f2e3d4c").orElseThrow().file()).isEqualTo("cube.py");
    assertThat(snapshot.brokenFor("shout").orElseThrow().file()).isEqualTo("shout.sh");
    assertThat(snapshot.brokenFor("cubes.cube")).isEmpty();
    assertThat(snapshot.brokenFor("cub")).isEmpty();
  }

  @Test
  void whatOnlySilentWorkersHaveIsNotFoundAndNotUnknown() {
    var late = new Worker.Seen(worker(version("f", "a", true)), NOW, false);
    var snapshot = Snapshot.of(NOW, List.of(late));
    assertThat(snapshot.find("f")).isEmpty();
    assertThat(snapshot.hasSilently("f")).isTrue();
    assertThat(snapshot.hasSilently("f@a")).isTrue();
    assertThat(snapshot.hasSilently("g")).isFalse();
  }

  @Test
  void aReasonIsTheFirstLineOfAnErrorAndShort() {
    var snapshot = of(broken("cube.py"));
    assertThat(snapshot.brokenFor("cube.cube").orElseThrow().reason())
        .startsWith("line 1: SyntaxError: xxx")
        .endsWith("x…")
        .hasSizeLessThanOrEqualTo(201);
  }

  private static Snapshot of(Worker... workers) {
    return Snapshot.of(
        NOW, List.of(workers).stream().map(one -> new Worker.Seen(one, NOW, true)).toList());
  }

  private static Worker worker(FunctionDescriptor... functions) {
    return new Worker(
        "id", "name", "host", 1, 1, NOW, 1, 0, false, List.of(functions), List.of(), Activity.NONE);
  }

  private static Worker broken(String file) {
    var error = "line 1: SyntaxError: " + "x".repeat(500) + "\nand more";
    var files = List.of(new BrokenFile(file, error));
    return new Worker(
        "id", "name", "host", 1, 1, NOW, 1, 0, false, List.of(), files, Activity.NONE);
  }

  private static FunctionDescriptor version(String name, String version, boolean current) {
    return new FunctionDescriptor(
        name,
        version,
        "python",
        new FunctionDescriptor.Signature("", List.of(), "", null),
        new FunctionDescriptor.Origin(name + ".py@" + version, NOW, current));
  }
}
