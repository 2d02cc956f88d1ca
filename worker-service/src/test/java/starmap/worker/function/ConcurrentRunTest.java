package starmap.worker.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import starmap.chunk.ChunkId;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.Settlement;
import starmap.function.CallContext;
import starmap.function.ItemFunction;
import starmap.function.StarmapFunction;
import starmap.job.Input;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.Mode;
import starmap.store.StoreProperties;
import starmap.store.Stores;
import starmap.worker.Chunks;
import starmap.worker.execute.ChunkRunner;
import starmap.worker.execute.Transcript;
import starmap.worker.held.Drain;
import starmap.worker.held.HeldChunk;
import starmap.worker.held.HeldChunks;
import starmap.worker.held.ItemWatch;

/** Redis is away in all of these, as in the tests of a chunk's run. */
@Timeout(60)
class ConcurrentRunTest {
  private static final Duration TIMEOUT = Duration.ofHours(1);

  private final RedisClient client = RedisClient.create("redis://127.0.0.1:1");
  private final Stores stores =
      new Stores(client, StoreProperties.defaults(), Duration.ofSeconds(1));
  private final Drain drain = new Drain();
  private final HeldChunks chunks = new HeldChunks();
  private final Meeting meeting = new Meeting();
  private final JavaFunction function = new JavaFunction(meeting, JavaFunction.Provenance.BUILT_IN);

  @AfterEach
  void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
  }

  @Test
  void soManyItemsAreAtWorkAtATimeAndValuesKeepTheirOrder() {
    var run = start(hold(5, 10, 0));
    await().until(() -> meeting.present.size() == 4);
    assertThat(meeting.present).containsExactlyInAnyOrder(5L, 6L, 7L, 8L);
    meeting.end.countDown();
    assertThat(outcome(run))
        .isEqualTo("R[5, 6, !IllegalStateException: seven, 8, 9, 10, 11, 12, 13, 14]");
  }

  @Test
  void aDrainingWorkerFinishesWhatIsAtWorkAndGivesBackTheRest() {
    var run = start(hold(0, 10, 0));
    await().until(() -> meeting.present.size() == 4);
    drain.request();
    meeting.end.countDown();
    assertThat(outcome(run)).isEqualTo("R[0, 1, 2, 3] Q6");
  }

  @Test
  void aLostChunkInterruptsAllThatAreAtWork() {
    var held = hold(0, 10, 0);
    var run = start(held);
    await().until(() -> meeting.present.size() == 4);
    held.end(HeldChunk.End.LOST);
    assertThat(run.join()).isEmpty();
    assertThat(meeting.interrupted).containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
  }

  @Test
  void theTimeOutOfAnItemInterruptsOnlyIt() {
    meeting.end.countDown();
    meeting.stuck = 1;
    var run = start(hold(0, 3, 0));
    var watch = new ItemWatch(chunks, stores.jobs(), _ -> Optional.empty(), _ -> {});
    await()
        .until(
            () -> {
              watch.runOnce(System.nanoTime() + TIMEOUT.plusSeconds(1).toNanos());
              return run.isDone();
            });
    assertThat(outcome(run)).contains("!TimedOut: the item took longer than PT1H", "2]");
    assertThat(meeting.interrupted).contains(1L);
  }

  @Test
  void aChunkThatMayHaveKilledAWorkerRunsOneItemAfterTheOther() {
    var run = start(hold(0, 3, 1));
    await().until(() -> !meeting.present.isEmpty());
    assertThat(meeting.present).containsExactly(0L);
    meeting.end.countDown();
    assertThat(outcome(run)).isEqualTo("R[0, 1, 2]");
    assertThat(meeting.present).containsExactly(0L, 1L, 2L);
  }

  @Test
  void whereNothingMayBeBegunAheadEveryItemHasItsTurn() {
    meeting.end.countDown();
    assertThat(Transcript.of(function, Chunks.items("meet@1", Mode.MAP, "[1,\"2\",3]", 3)))
        .containsExactly(
            "0", "!InvalidArgument: expected an integer of 64 bits, got a string", "2");
  }

  private HeldChunk hold(long start, int length, int strikes) {
    var spec = new JobSpec("meet@1", Mode.MAP, new Input.Range(0, 1), null, TIMEOUT);
    var id = new ChunkId(JobId.random(), "e1", start, length);
    return chunks.hold(new ClaimedChunk(id, "w1.token", 1, strikes, spec, null));
  }

  private CompletableFuture<Optional<Settlement>> start(HeldChunk held) {
    var runner = new ChunkRunner(_ -> Optional.of(function), stores.jobs(), drain);
    return CompletableFuture.supplyAsync(() -> runner.run(held));
  }

  /** Where a part was cut in two because time passed makes no difference here. */
  private static String outcome(CompletableFuture<Optional<Settlement>> run) {
    return String.join(" ", Chunks.parts(run.join().orElseThrow())).replace("] R[", ", ");
  }

  /** Nobody leaves before its end. */
  @StarmapFunction(name = "meet", description = "", concurrency = 4, example = "1")
  private static final class Meeting implements ItemFunction<Long, Long> {
    private final Queue<Long> present = new ConcurrentLinkedQueue<>();
    private final Queue<Long> interrupted = new ConcurrentLinkedQueue<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile long stuck = -1;

    @Override
    public Long apply(Long item, CallContext context) throws InterruptedException {
      present.add(context.index());
      try {
        (context.index() == stuck ? new CountDownLatch(1) : end).await();
      } catch (InterruptedException e) {
        interrupted.add(context.index());
        throw e;
      }
      if (item == 7) {
        throw new IllegalStateException("seven");
      }
      return context.index();
    }
  }
}
