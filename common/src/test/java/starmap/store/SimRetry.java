package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import starmap.job.JobId;
import starmap.store.JobStore.Retried;

/**
 * Somebody who retries one job when it has ended, after its cause was mended or not: in one call,
 * or in steps by a process that dies between two of them, or is so slow that others have gone on.
 */
final class SimRetry {
  private static final double UPLOAD = StoreProperties.defaults().uploadDeadline().toMillis();

  private final RandomJob job;
  private final JobStore store;
  private final Reopening reopening;
  private final Redis redis;
  private final Random random;
  private Reopening.Place late;
  private StoredInput lateInput;

  /** {@code link} is for the process that dies. */
  SimRetry(RandomJob job, JobStore store, RedisLink link, Redis redis, Random random) {
    this.job = job;
    this.store = store;
    this.redis = redis;
    this.random = random;
    this.reopening = new Reopening(link, StoreProperties.defaults(), Keys.SINGLE, redis.clock());
  }

  /** Retries the job if it has ended; true where it is computed again. */
  boolean step() {
    if (job.isOrdered()) {
      return false; // the API refuses it
    }
    if (late != null && random.nextBoolean()) {
      reopening.step(id(), late, lateInput, 1 + random.nextInt(3));
    }
    var found = store.find(id());
    if (found.isEmpty() || !found.get().state().isTerminal()) {
      return false;
    }
    job.mended = job.mended || random.nextBoolean();
    var answer = random.nextBoolean() ? store.retry(id()) : half();
    if (answer == Retried.REOPENED && job.mended) {
      job.mendedEpochs.add(RecordField.of(redis, id(), "epoch").get());
    }
    return answer == Retried.REOPENED;
  }

  private Retried half() {
    var answer = reopening.open(id(), Long.toString(random.nextLong(1L << 32), 36));
    if (answer == Retried.REOPENED && reopening.place(id()) != null) {
      assertThat(redis.raw().zscore(Keys.SINGLE.gc(), id().value()))
          .as("somebody looks after the retry soon")
          .isLessThanOrEqualTo(redis.clock().millis() + UPLOAD);
    }
    for (int i = random.nextInt(3); answer == Retried.REOPENED && i >= 0; i--) {
      var at = reopening.place(id());
      if (at != null) {
        late = at;
        lateInput = store.input(id());
        if (i > 0) {
          reopening.step(id(), late, lateInput, 1 + random.nextInt(3));
        }
      }
    }
    return answer;
  }

  private JobId id() {
    return job.id();
  }
}
