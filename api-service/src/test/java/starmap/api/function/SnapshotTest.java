package starmap.api.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import starmap.fleet.FunctionDescriptor;
import starmap.fleet.Worker;

class SnapshotTest {
  @Test
  void plainNameMeansTheNewestVersionWhoseFileIsStillThere() {
    var snapshot = snapshot(function("a", "1", true), function("a", "2", false));
    assertThat(snapshot.find("a").orElseThrow().meant().descriptor().pinned()).isEqualTo("a@1");
    assertThat(snapshot.find("a@2")).isPresent();
  }

  @Test
  void functionWhoseFileWasRemovedIsOnlyForThoseThatPinnedIt() {
    var snapshot = snapshot(function("a", "1", false), function("b", "1", true));
    assertThat(snapshot.find("a")).isEmpty();
    assertThat(snapshot.find("a@1")).isPresent();
    assertThat(snapshot.current())
        .extracting(found -> found.meant().descriptor().name())
        .containsExactly("b");
  }

  private static Snapshot snapshot(FunctionDescriptor... functions) {
    var now = Instant.EPOCH;
    var worker =
        new Worker("w", "w", "host", 1, 0, now, 1, 0, false, Arrays.asList(functions), List.of());
    return Snapshot.of(now, List.of(new Worker.Seen(worker, now, true)));
  }

  private static FunctionDescriptor function(String name, String version, boolean current) {
    return new FunctionDescriptor(
        name,
        version,
        "python",
        new FunctionDescriptor.Signature("", List.of(), "", null),
        new FunctionDescriptor.Origin(name + ".py@" + version, Instant.EPOCH, current));
  }
}
