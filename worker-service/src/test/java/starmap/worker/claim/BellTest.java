package starmap.worker.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BellTest {
  private static final Duration FOR_EVER = Duration.ofDays(1);
  private final Bell bell = new Bell();

  @Test
  void aRingBetweenLookingAndWaitingIsNotMissed() throws InterruptedException {
    long seen = bell.count();
    bell.ring();
    bell.await(seen, FOR_EVER);
    assertThat(bell.count()).isEqualTo(seen + 1);
  }

  @Test
  void withoutARingTheWaitIsOverAfterItsTime() throws InterruptedException {
    bell.await(bell.count(), Duration.ZERO);
    bell.await(bell.count(), Duration.ofMillis(1));
  }

  @Test
  void oneRingWakesEveryoneWhoWaits() {
    var threads =
        IntStream.range(0, 8).mapToObj(_ -> Thread.startVirtualThread(this::hear)).toList();
    await().until(() -> threads.stream().allMatch(t -> t.getState() == Thread.State.TIMED_WAITING));
    assertThat(bell.isAwaited()).isTrue();
    bell.ring();
    await().until(() -> threads.stream().noneMatch(Thread::isAlive));
    assertThat(bell.isAwaited()).isFalse();
  }

  @Test
  void noRingIsMissedHoweverTheThreadsInterleave() {
    int rounds = 20_000;
    var looked = new Semaphore(0);
    var heard = new Semaphore(0);
    Thread.startVirtualThread(
        () -> {
          for (int i = 0; i < rounds; i++) {
            long seen = bell.count();
            looked.release();
            hearSince(seen);
            heard.release();
          }
        });
    for (int i = 0; i < rounds; i++) {
      looked.acquireUninterruptibly();
      bell.ring();
      heard.acquireUninterruptibly();
    }
    assertThat(bell.count()).isEqualTo(rounds);
  }

  private void hear() {
    hearSince(bell.count());
  }

  private void hearSince(long seen) {
    try {
      bell.await(seen, FOR_EVER);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
