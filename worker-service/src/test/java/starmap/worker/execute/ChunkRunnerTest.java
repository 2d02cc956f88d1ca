package starmap.worker.execute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import starmap.chunk.Part;
import starmap.chunk.Settlement;
import starmap.job.Input;
import starmap.store.StoreProperties;
import starmap.store.Stores;
import starmap.worker.Chunks;
import starmap.worker.held.Drain;
import starmap.worker.held.HeldChunk;
import starmap.worker.held.HeldChunks;

/** Redis is away in all of these: a chunk that is short, or cannot be settled, needs none. */
class ChunkRunnerTest {
  private final RedisClient client = RedisClient.create("redis://127.0.0.1:1");
  private final Drain drain = new Drain();
  private final HeldChunk held =
      new HeldChunks().hold(Chunks.range("f@1", new Input.Range(0, 1), 5, 4));

  @AfterEach
  void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
  }

  @Test
  void everyItemHasAnOutcomeAndTheFirstErrorIsTold() {
    var settlement =
        run((_, items, progress) -> {
              while (progress.wantsMore() && items.next()) {
                if (progress.index() % 2 == 0) {
                  progress.failure("Even", "no " + progress.index());
                } else {
                  progress.value(items.raw().utf8());
                }
              }
            })
            .orElseThrow();

    assertThat(Chunks.parts(settlement)).containsExactly("R[5, !Even: no 6, 7, !Even: no 8]");
    var recorded = (Part.Recorded) settlement.parts().getFirst();
    assertThat(recorded.firstError().index()).isEqualTo(6);
    assertThat(settlement.token()).isEqualTo(held.claimed().token());
  }

  @Test
  void aFunctionThatNobodyHasFailsEveryItem() {
    var settlement = runner(null).run(held).orElseThrow();
    assertThat(((Part.Recorded) settlement.parts().getFirst()).segment().failed()).isEqualTo(4);
    assertThat(Chunks.parts(settlement).getFirst())
        .contains("!UnknownFunction: this worker has no function f@1");
  }

  @Test
  void aRuntimeThatBreaksFailsTheItemsItLeft() {
    assertThat(
            parts(
                (_, _, progress) -> {
                  value(progress, "1");
                  throw new OutOfMemoryError();
                }))
        .first()
        .asString()
        .startsWith("R[1, !Internal: the worker could not compute the chunk: OutOfMemoryError, ");
  }

  @Test
  void aRuntimeThatEndsTooEarlyFailsTheItemsItLeft() {
    assertThat(parts((_, _, progress) -> value(progress, "1")))
        .containsExactly(
            "R[1, !Internal: the chunk has no such item, !Internal: the chunk has no such item,"
                + " !Internal: the chunk has no such item]");
  }

  @Test
  void aValueThatIsTooLargeFailsItsItem() {
    var large = ("\"" + "x".repeat(1 << 20) + "\"").getBytes(UTF_8);
    assertThat(parts(each(progress -> progress.value(large))).getFirst())
        .startsWith("R[!ResultTooLarge: the value has 1048578 bytes, the limit is 1048576, ");
  }

  @Test
  void aLongMessageIsCutAndManyOfThemAreStillOneSegmentWhileRedisIsAway() {
    var parts = parts(each(progress -> progress.failure("T", "m".repeat(500_000))));
    assertThat(parts).hasSize(1);
    assertThat(parts.getFirst()).hasSizeBetween(4_000, 4_200).contains("m…");
  }

  @Test
  void aDrainingWorkerFinishesTheItemAtHandAndGivesBackTheRest() {
    assertThat(
            parts(
                each(
                    progress -> {
                      drain.request();
                      value(progress, "1");
                    })))
        .containsExactly("R[1]", "Q3");
  }

  @Test
  void whatComesAfterTheHandBackIsNotRecorded() {
    assertThat(
            parts(
                each(
                    progress -> {
                      if (progress.index() == 6) {
                        held.end(HeldChunk.End.HAND_BACK);
                        assertThat(progress.isCancelled()).isTrue();
                      }
                      value(progress, Long.toString(progress.index()));
                    })))
        .containsExactly("R[5]", "Q3");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void anInterruptedItemIsHandedBackAndHasNotFailed() {
    assertThat(
            parts(
                each(
                    progress -> {
                      held.end(HeldChunk.End.HAND_BACK);
                      assertThat(Thread.interrupted()).isTrue();
                      progress.failure("InterruptedException", "");
                    })))
        .containsExactly("Q4");
  }

  @Test
  void aLostChunkIsNotSettledAtAll() {
    assertThat(
            run(
                each(
                    progress -> {
                      value(progress, "1");
                      held.end(HeldChunk.End.LOST);
                    })))
        .isEmpty();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  private Optional<Settlement> run(FunctionRuntime runtime) {
    return runner(runtime).run(held);
  }

  private List<String> parts(FunctionRuntime runtime) {
    return Chunks.parts(run(runtime).orElseThrow());
  }

  private ChunkRunner runner(FunctionRuntime runtime) {
    var store = new Stores(client, StoreProperties.defaults(), Duration.ofSeconds(1)).jobs();
    return new ChunkRunner(_ -> Optional.ofNullable(runtime), store, drain);
  }

  private static FunctionRuntime each(Consumer<FunctionRuntime.Progress> item) {
    return (_, items, progress) -> {
      while (progress.wantsMore() && items.next()) {
        item.accept(progress);
      }
    };
  }

  private static void value(ItemSink sink, String json) {
    sink.value(json.getBytes(UTF_8));
  }
}
