package starmap.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import starmap.chunk.ClaimedChunk;
import starmap.job.Input;
import starmap.worker.Chunks;
import starmap.worker.held.Drain;
import starmap.worker.held.HeldChunk;
import starmap.worker.held.HeldChunks;

class CompanyTest {
  private final Drain drain = new Drain();
  private final Company company = new Company(drain);
  private final HeldChunk other = hold(0);
  private final HeldChunk suspect = hold(1);

  @Test
  void harmlessChunksAreComputedSideBySide() {
    assertThat(company.join(other)).isTrue();
    assertThat(company.join(hold(0))).isTrue();
    assertThat(company.isClosed()).isFalse();
  }

  @Test
  void nothingElseIsComputedWhileASuspectIs() {
    assertThat(company.join(suspect)).isTrue();
    assertThat(company.isClosed()).isTrue();
    assertThat(company.join(other)).isFalse();

    company.leave(suspect);

    assertThat(company.isClosed()).isFalse();
    assertThat(company.join(other)).isTrue();
  }

  @Test
  void suspectWaitsForThoseAtWorkAndKeepsOthersOut() {
    assertThat(company.join(other)).isTrue();
    var joined = CompletableFuture.supplyAsync(() -> company.join(suspect));
    await().until(company::isClosed);
    assertThat(company.join(hold(0))).isFalse();

    company.leave(other);

    assertThat(joined.join()).isTrue();
  }

  @Test
  void suspectThatWaitsGoesBackWhenItsWorkerDrains() {
    assertThat(company.join(other)).isTrue();
    var joined = CompletableFuture.supplyAsync(() -> company.join(suspect));
    await().until(company::isClosed);

    drain.request();

    assertThat(joined.join()).isFalse();
    assertThat(company.isClosed()).isFalse();
  }

  private static HeldChunk hold(int strikes) {
    var chunk = Chunks.range("square@1", new Input.Range(0, 1), 0, 1);
    return new HeldChunks()
        .hold(new ClaimedChunk(chunk.id(), chunk.token(), 1, strikes, chunk.spec(), chunk.input()));
  }
}
