package starmap.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import starmap.chunk.ChunkId;
import starmap.chunk.ClaimedChunk;
import starmap.job.Input;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.Mode;
import starmap.store.StoreProperties;
import starmap.store.Stores;
import starmap.worker.Chunks;
import starmap.worker.execute.ChunkRunner;
import starmap.worker.execute.StuckItem;
import starmap.worker.function.FunctionSource;
import starmap.worker.held.Drain;
import starmap.worker.held.HeldChunk;
import starmap.worker.held.HeldChunks;
import starmap.worker.held.ItemWatch;

/** Children under the hands of a real slot; Redis is away, as nothing here needs it. */
@Timeout(60)
class HeldChildTest {
  private static final String SLOW =
      """
      import os, time
      def f(x):
        if x == 2:
          open(os.environ["STARMAP_FOLDER"] + "/pid", "w").write(str(os.getpid()))
          time.sleep(3600)
        return x
      """;

  private final RedisClient client = RedisClient.create("redis://127.0.0.1:1");
  private final Stores stores =
      new Stores(client, StoreProperties.defaults(), Duration.ofSeconds(1));
  private final HeldChunks held = new HeldChunks();

  @TempDir private Path path;
  private Folder folder;

  @BeforeEach
  void open() {
    folder = new Folder(path);
  }

  @AfterEach
  void close() {
    folder.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
  }

  @Test
  void theTimeOutOfAJobEndsTheChildAndNeverTheWorker() throws Exception {
    var source = folder.python(SLOW, null);
    try (var watch =
        new ItemWatch(held, stores.jobs(), StuckItem::settlement, HeldChildTest::giveUp)) {
      watch.start();
      var chunk = held.hold(chunk(Duration.ofSeconds(1)));
      var parts = Chunks.parts(runner(source).run(chunk).orElseThrow());
      assertThat(String.join("", parts).replace("]R[", ", ")) // it may be cut after a second
          .isEqualTo("R[0, 1, !TimedOut: the item took longer than PT1S, 3]");
    }
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void aJobThatIsCancelledEndsTheChild() throws Exception {
    var source = folder.python(SLOW, null);
    var chunk = held.hold(chunk(null));
    var run = CompletableFuture.supplyAsync(() -> runner(source).run(chunk));
    var pid = path.resolve("pid");
    await().until(() -> Files.exists(pid) && Files.size(pid) > 0);
    chunk.end(HeldChunk.End.LOST);
    assertThat(run.join()).isEmpty();
    long child = Long.parseLong(Files.readString(pid));
    await().until(() -> ProcessHandle.of(child).isEmpty());
  }

  private ChunkRunner runner(FunctionSource source) {
    return new ChunkRunner(
        _ -> Optional.of(source.runtime("sample.f")), stores.jobs(), new Drain());
  }

  private static ClaimedChunk chunk(@Nullable Duration itemTimeout) {
    var spec = new JobSpec("f@1", Mode.MAP, new Input.Range(0, 1), null, itemTimeout);
    return new ClaimedChunk(new ChunkId(JobId.random(), "e1", 0, 4), "w1.token", 1, 0, spec, null);
  }

  private static void giveUp(List<HeldChunk> chunks) {
    throw new AssertionError("the worker would end because of " + chunks);
  }
}
