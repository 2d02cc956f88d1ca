package starmap.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import starmap.chunk.ChunkId;
import starmap.chunk.ClaimedChunk;
import starmap.job.Input;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.Mode;
import starmap.job.Retry;

class PausesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void pausesDoubleUpToTheLongestAndEndWithTheAttempts() {
    var retry = new Retry(6, SECOND, Duration.ofSeconds(5), 0);

    assertThat(pause(retry, 1)).contains(SECOND);
    assertThat(pause(retry, 2)).contains(Duration.ofSeconds(2));
    assertThat(pause(retry, 3)).contains(Duration.ofSeconds(4));
    assertThat(pause(retry, 4)).contains(Duration.ofSeconds(5));
    assertThat(pause(retry, 5)).contains(Duration.ofSeconds(5));
    assertThat(pause(retry, 6)).isEmpty();
  }

  @Test
  void jitterMovesAPauseByAtMostItsShare() {
    var retry = new Retry(9, SECOND, Duration.ofMinutes(1), 0.25);
    var seen = new HashSet<Duration>();
    for (int i = 0; i < 200; i++) {
      var pause = pause(retry, 3).orElseThrow();
      assertThat(pause).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(5));
      seen.add(pause);
    }

    assertThat(seen).hasSizeGreaterThan(10);
  }

  @Test
  void jobThatDoesNotAskForItIsNotTriedAgain() {
    assertThat(pause(null, 1)).isEmpty();
    assertThat(pause(Retry.NEVER, 1)).isEmpty();
  }

  private static Optional<Duration> pause(@Nullable Retry retry, int attempt) {
    var spec = new JobSpec("square@1", Mode.MAP, new Input.Range(0, 1), retry, null);
    var id = new ChunkId(JobId.random(), "e1", 0, 1);
    return Pauses.next(new ClaimedChunk(id, "w1.token", attempt, 0, spec, null));
  }
}
