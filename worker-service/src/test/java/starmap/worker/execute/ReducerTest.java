package starmap.worker.execute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.Part;
import starmap.job.Mode;
import starmap.reduce.FunctionFold;
import starmap.store.StoreProperties;
import starmap.store.Stores;
import starmap.worker.Chunks;
import starmap.worker.held.Drain;
import starmap.worker.held.HeldChunks;

/** A function whose value shows its arguments, so that the order can be seen. */
class ReducerTest {
  private static final String BAD = "\"bad\"";

  private final RedisClient client = RedisClient.create("redis://127.0.0.1:1");

  @AfterEach
  void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
  }

  @Test
  void aFunctionFoldsTheValuesOfAChunkFromLeftToRight() {
    var recorded = recorded(Chunks.reducing("pair@1", "[1,2,3]", 3));
    assertThat(folded(recorded)).isEqualTo("3: [[1,2],3]");
    assertThat(recorded.segment().failed()).isZero();
  }

  @Test
  void oneValueIsNotChanged() {
    assertThat(folded(recorded(Chunks.reducing("pair@1", "[1.0]", 1)))).isEqualTo("1: 1.0");
  }

  @Test
  void anItemThatCannotBeFoldedFailsAndIsLeftOut() {
    var recorded = recorded(Chunks.reducing("pair@1", "[1,%s,3]".formatted(BAD), 3));
    assertThat(folded(recorded)).isEqualTo("2: [1,3]");
    assertThat(recorded.firstError().type()).isEqualTo("Bad");
    assertThat(recorded.firstError().index()).isEqualTo(1);
  }

  @Test
  void aFunctionThatThisWorkerDoesNotHaveFailsTheItemsThatNeedIt() {
    var recorded = recorded(Chunks.reducing("other@1", "[1,2]", 2));
    assertThat(folded(recorded)).isEqualTo("1: 1");
    assertThat(recorded.firstError().type()).isEqualTo("UnknownFunction");
  }

  @Test
  void aFoldedValueThatIsTooLargeFailsItsItem() {
    var items = "[\"%s\",\"%s\"]".formatted("x".repeat(500_000), "y".repeat(600_000));
    var recorded = recorded(Chunks.reducing("pair@1", items, 2));
    assertThat(recorded.firstError().type()).isEqualTo("ResultTooLarge");
    assertThat(folded(recorded)).startsWith("1: ");
  }

  @Test
  void theElementsOfAnItemAreFoldedInModeReduce() {
    var recorded =
        recorded(
            Chunks.items("pair@1", Mode.REDUCE, "[[1,2,3],[4],[],5,[1,%s,2]]".formatted(BAD), 5));
    assertThat(Chunks.values(starmap.wire.SegmentReader.of(recorded.segment().bytes())))
        .containsExactly(
            "[[1,2],3]",
            "4",
            "!InvalidArgument: expected an array of 1 value or more, got none",
            "!InvalidArgument: expected an array of values to fold",
            "!Bad: no");
  }

  private Part.Recorded recorded(ClaimedChunk chunk) {
    var store = new Stores(client, StoreProperties.defaults(), Duration.ofSeconds(1)).jobs();
    var runner = new ChunkRunner(ReducerTest::find, store, new Drain());
    var settlement = runner.run(new HeldChunks().hold(chunk)).orElseThrow();
    assertThat(settlement.parts()).hasSize(1);
    return (Part.Recorded) settlement.parts().getFirst();
  }

  private static String folded(Part.Recorded recorded) {
    var fold = FunctionFold.of(recorded.folded());
    return fold.items() + ": " + new String(fold.value(), UTF_8);
  }

  private static Optional<FunctionRuntime> find(String name) {
    return Optional.ofNullable(runtime(name));
  }

  private static @Nullable FunctionRuntime runtime(String name) {
    return switch (name) {
      case "identity@1", "pair@1" ->
          (_, items, progress) -> {
            while (progress.wantsMore() && items.next()) {
              var json = items.raw();
              if (name.equals("pair@1") && json.toString().contains(BAD)) {
                progress.failure("Bad", "no");
              } else {
                progress.value(json.utf8());
              }
            }
          };
      default -> null;
    };
  }
}
