package starmap.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import starmap.chaos.load.Violations.Kind;

class CheckerTest {
  private static final SampleJob SQUARES =
      new SampleJob("key", Computation.SQUARE, new Items.Range(0, 1, 4), 0);

  @Test
  void everyIndexOnceInOrderAndRightIsGood() {
    assertThat(violations("0:0", "1:1", "2:4", "3:9")).isEmpty();
  }

  @Test
  void missingIndexesAreLost() {
    assertThat(violations("0:0", "3:9")).isEqualTo(Map.of(Kind.LOST, 2L));
    assertThat(violations()).isEqualTo(Map.of(Kind.LOST, 4L));
  }

  @Test
  void repeatedIndexIsDuplicated() {
    assertThat(violations("0:0", "1:1", "1:1", "2:4", "3:9"))
        .isEqualTo(Map.of(Kind.DUPLICATED, 1L));
  }

  @Test
  void lateIndexIsMisordered() {
    assertThat(violations("0:0", "2:4", "1:1", "3:9")).isEqualTo(Map.of(Kind.MISORDERED, 1L));
  }

  @Test
  void otherValueOrIndexIsWrong() {
    assertThat(violations("0:0", "1:1", "2:5", "3:9", "4:16")).isEqualTo(Map.of(Kind.WRONG, 2L));
  }

  @Test
  void cutLineIsNoResult() {
    var violations = new Violations();
    new Checker(SQUARES, violations).accept("{\"index\":1");
    assertThat(violations.count(Kind.WRONG)).isEqualTo(1);
  }

  @Test
  void failedItemMustHaveItsOwnMessage() {
    var job = new SampleJob("key", Computation.FAIL, new Items.Listed(Computation.FAIL, 0, 100), 0);
    int failing = 0;
    while (!Computation.FAIL.fails(job.items().item(failing))) {
      failing++;
    }
    var error = "{\"index\":%d,\"error\":{\"type\":\"%s\",\"message\":%s,\"attempts\":3}}";
    var item = job.items().item(failing);

    assertThat(job.isRight(failing, error.formatted(failing, "IllegalArgumentException", item)))
        .isTrue();
    assertThat(job.isRight(failing, error.formatted(failing, "CRASHED", item))).isFalse();
  }

  private static Map<Kind, Long> violations(String... results) {
    var violations = new Violations();
    var checker = new Checker(SQUARES, violations);
    Arrays.stream(results)
        .map(result -> result.split(":", -1))
        .forEach(r -> checker.accept("{\"index\":" + r[0] + ",\"value\":" + r[1] + "}"));
    checker.finish();
    var counts = new EnumMap<Kind, Long>(Kind.class);
    for (var kind : Kind.values()) {
      if (violations.count(kind) > 0) {
        counts.put(kind, violations.count(kind));
      }
    }
    return counts;
  }
}
