package starmap.api.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import starmap.job.Job;
import starmap.store.StoreException;

/** In a time of its own, in which waiting takes no time. */
class JobFeedTest {
  private long now = 1_000_000;
  private long items;
  private int looks;

  @Test
  void aJobThatMovesAThousandTimesASecondIsLookedAtFourTimes() throws Exception {
    var feed = new JobFeed(this::look, _ -> pass(1), () -> java.time.Instant.ofEpochMilli(now));
    long end = now + 10_000;
    while (now < end) {
      assertThat(feed.next()).isPresent();
    }
    assertThat(looks).isBetween(39, 41);
  }

  @Test
  void aJobThatDoesNotMoveIsLookedAtAllTheSame() throws Exception {
    var feed =
        new JobFeed(
            this::look, time -> !pass(time.toMillis()), () -> java.time.Instant.ofEpochMilli(now));
    long end = now + 10_000;
    while (now < end) {
      assertThat(feed.next()).isPresent();
    }
    assertThat(looks).isBetween(19, 21);
  }

  @Test
  void aClockThatGoesBackHoldsNothingUp() throws Exception {
    var feed =
        new JobFeed(this::look, _ -> pass(-3_600_000), () -> java.time.Instant.ofEpochMilli(now));
    assertThat(feed.next()).isPresent();
    assertThat(feed.next()).isPresent();
  }

  @Test
  void whileRedisIsAwayTheJobIsWhatItWas() throws Exception {
    var feed =
        new JobFeed(
            () -> {
              if (looks++ % 2 == 1) {
                throw new StoreException.Unavailable("away", null);
              }
              return Optional.of(Watched.job(items++));
            },
            _ -> pass(100),
            () -> java.time.Instant.ofEpochMilli(now));
    var first = feed.next();
    assertThat(feed.next()).isEqualTo(first);
    assertThat(feed.next()).isNotEqualTo(first);
  }

  @Test
  void whereRedisWasNeverThereItIsToldSo() {
    var feed =
        new JobFeed(
            () -> {
              throw new StoreException.Unavailable("away", null);
            },
            _ -> pass(100),
            () -> java.time.Instant.ofEpochMilli(now));
    assertThatThrownBy(feed::next).isInstanceOf(StoreException.Unavailable.class);
  }

  private Optional<Job> look() {
    looks++;
    return Optional.of(Watched.job(items++));
  }

  private boolean pass(long millis) {
    now += Duration.ofMillis(millis).toMillis();
    return true;
  }
}
