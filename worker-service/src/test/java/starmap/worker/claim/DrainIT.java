package starmap.worker.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import starmap.chunk.LedgerEntry;
import starmap.fleet.Worker;
import starmap.job.Input;
import starmap.job.JobSpec;
import starmap.job.JobState;
import starmap.job.Mode;
import starmap.job.OnError;
import starmap.worker.Lab;
import starmap.worker.function.FunctionCatalog;

/** A worker that somebody asks to take no new chunks. */
@Timeout(60)
class DrainIT {
  private Lab lab;
  private FunctionCatalog functions;

  @BeforeEach
  void open() throws Exception {
    lab = Lab.open(false);
    functions = FunctionCatalog.load();
  }

  @AfterEach
  void close() throws Exception {
    functions.close();
    lab.close();
  }

  @Test
  void itTakesNoNewChunkWhileOthersDo() throws Exception {
    var drained = new Crew("w1", lab, functions);
    var other = new Crew("w2", lab, functions);
    await().until(drained.heartbeat::runOnce);
    await().until(other.heartbeat::runOnce);
    assertThat(lab.stores().workers().drain("w1")).isTrue();
    var slot = drained.start();
    await().until(drained.heartbeat::runOnce);
    slot.join(Duration.ofSeconds(20));
    assertThat(slot.isAlive()).isFalse();

    var id = lab.range("square@1", 100, 1);
    assertThat(drained.loop.runOnce()).isFalse();
    assertThat(lab.job(id).chunks().recorded()).isZero();
    other.work();

    assertThat(lab.state(id)).isEqualTo(JobState.SUCCEEDED);
    assertThat(lab.store().ledger(id).recorded(0))
        .extracting(LedgerEntry::worker)
        .containsOnly("w2");
  }

  @Test
  void itsItemAtHandEndsAndTheRestOfItsChunksGoesToOthers() throws Exception {
    var spec = new JobSpec("sleep@1", Mode.MAP, new Input.Items());
    var id = lab.items(spec, "[0.5,0.5,0.5]", 3, Lab.options(3, OnError.COLLECT));
    var drained = new Crew("w1", lab, functions);
    await().until(drained.heartbeat::runOnce);
    var slot = drained.start();
    await().until(() -> lab.job(id).counts().running() > 0);
    lab.stores().workers().drain("w1");
    await().until(drained.heartbeat::runOnce);
    slot.join(Duration.ofSeconds(20));
    assertThat(slot.isAlive()).isFalse();

    var counts = lab.job(id).counts();
    assertThat(counts.succeeded()).isPositive();
    assertThat(counts.running()).isZero();
    new Crew("w2", lab, functions).work();
    assertThat(lab.results(id)).containsExactly("0.5", "0.5", "0.5");
    assertThat(lab.store().ledger(id).recorded(0))
        .extracting(LedgerEntry::worker)
        .contains("w1", "w2");
  }

  @Test
  void itStaysInTheRegistryAsDraining() {
    var drained = new Crew("w1", lab, functions);
    await().until(drained.heartbeat::runOnce);
    lab.stores().workers().drain("w1");
    await().until(drained.heartbeat::runOnce);
    lab.raw().del("sm:{s00}:drains"); // even if nobody knew any more
    await().until(drained.heartbeat::runOnce);

    assertThat(lab.stores().workers().list())
        .singleElement()
        .satisfies(seen -> assertThat(seen.alive()).isTrue())
        .extracting(Worker.Seen::worker)
        .satisfies(worker -> assertThat(worker.draining()).isTrue());
  }
}
