package starmap.worker.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import starmap.job.Input;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.JobState;
import starmap.job.Mode;
import starmap.job.NewJob;
import starmap.job.OnError;
import starmap.job.Reduce;
import starmap.store.Doorbell;
import starmap.worker.Lab;
import starmap.worker.execute.ChunkRunner;
import starmap.worker.execute.FunctionRuntime;
import starmap.worker.function.FunctionCatalog;

/** Two workers, of which only one has a file. */
class RouteIT {
  private static final String SOURCE = "own.py@1";
  private static final int ITEMS = 40;
  private static Lab lab;
  private static FunctionCatalog builtIn;

  private final WithFile functions = new WithFile();
  private final Crew stranger = new Crew("w1", lab, builtIn);
  private final Crew expert = new Crew("w2", lab, functions);
  private final Doorbell doorbell = lab.stores().doorbell();

  @BeforeAll
  static void open() throws Exception {
    lab = Lab.open(false);
    builtIn = FunctionCatalog.load();
  }

  @AfterAll
  static void close() {
    builtIn.close();
    lab.close();
  }

  @AfterEach
  void hangUp() {
    doorbell.close();
  }

  @Test
  void aWorkerWithoutTheFunctionFailsNoItemAndIsNotHeldUp() {
    var id = submit("own.square@1", null, "");
    var other = lab.range("square@1", ITEMS, 4);

    stranger.work();

    assertThat(lab.hasEnded(other)).isTrue();
    assertThat(lab.job(id).counts().failed()).isZero();
    assertThat(lab.job(id).settings().queue()).isEqualTo(SOURCE);
    expert.work();
    assertThat(lab.results(id)).isEqualTo(squares());
    assertThat(lab.state(id)).isEqualTo(JobState.SUCCEEDED);
    assertThat(lab.raw().lrange("sm:{s00}:j:" + id + ":log", 0, -1))
        .as("START:LENGTH:FAILED:ATTEMPTS…")
        .allMatch(entry -> entry.split(":", -1)[3].equals("1"));
  }

  @Test
  void aRoutedJobIsNeverSeenByOthers() {
    var id = submit("own.square@1", null, SOURCE);
    assertThat(stranger.loop.runOnce()).isFalse();
    expert.work();
    assertThat(lab.results(id)).isEqualTo(squares());
  }

  @Test
  void anIdleWorkerHearsOfAJobInTheQueueOfItsSource() {
    var listener = Crew.listening("w3", lab, doorbell, functions);
    doorbell.connect();
    var slot = listener.start();
    await().until(() -> lab.raw().pubsubNumsub("sm:{s00}:ready:" + SOURCE).containsValue(1L));
    await().until(listener.bell::isAwaited);

    var id = submit("own.square@1", null, SOURCE);

    await().until(() -> lab.hasEnded(id));
    assertThat(lab.results(id)).isEqualTo(squares());
    listener.drain.request();
    listener.bell.ring();
    await().until(() -> !slot.isAlive());
  }

  @Test
  void aJobWhoseFileIsRemovedWaitsForItToComeBack() {
    // of a function that no other test has measured, so that its chunks come one by one at first
    var id = submit("own.cube@1", null, "");
    assertThat(expert.loop.runOnce()).isTrue();
    functions.present = false;
    stranger.work();
    await().until(() -> !expert.loop.runOnce());
    assertThat(lab.hasEnded(id)).isFalse();
    assertThat(lab.job(id).counts().failed()).isZero();

    functions.present = true;

    await().until(() -> expert.loop.runOnce() || lab.hasEnded(id));
    expert.work();
    assertThat(lab.results(id)).hasSize(ITEMS).last().isEqualTo("59319");
    assertThat(lab.state(id)).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void aJobThatFoldsByAFunctionOfTheFileGoesThere() {
    var id = submit("square@1", Reduce.by("own.power@1"), "");
    stranger.work();
    assertThat(lab.job(id).counts().succeeded()).isZero();
    assertThat(lab.job(id).settings().queue()).isEqualTo(SOURCE);
    assertThat(lab.store().cancel(id)).contains(JobState.CANCELLED);
  }

  @Test
  void whoHasTheFileAndNotTheFunctionSaysSo() {
    var id = submit("own.nothing@1", null, "");
    stranger.work();
    expert.work();
    assertThat(lab.results(id))
        .containsOnly("!UnknownFunction: this worker has no function own.nothing@1");
  }

  private static List<String> squares() {
    return LongStream.range(0, ITEMS).mapToObj(i -> Long.toString(i * i)).toList();
  }

  private static JobId submit(String function, Reduce reduce, String queue) {
    var spec =
        new JobSpec(
            function,
            Mode.MAP,
            new Input.Range(0, 1),
            null,
            null,
            null,
            reduce,
            null,
            SOURCE,
            null);
    var id = JobId.random();
    var job = new NewJob(id, "hash", spec, ITEMS, Lab.options(4, OnError.COLLECT));
    lab.store().submit(job.queued(queue), null);
    return id;
  }

  /** Has every built-in function also under a name of its file. */
  private static final class WithFile implements ChunkRunner.Functions {
    private volatile boolean present = true;

    @Override
    public Optional<FunctionRuntime> find(String name) {
      boolean own = name.startsWith("own.");
      return own && !present ? Optional.empty() : builtIn.find(name.replace("own.", ""));
    }

    @Override
    public Set<String> sources() {
      return present ? Set.of(SOURCE) : Set.of();
    }
  }
}
