package starmap.store;

import java.time.Duration;
import java.util.Map;
import starmap.job.Input;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.Mode;
import starmap.job.NewJob;
import starmap.job.OnError;
import starmap.job.ResultStorage;

/**
 * A job as a test asks for it; what the test does not say has a plain default.
 *
 * @param total -1 where items are uploaded
 */
record JobPlan(
    JobId id, long total, int chunkSize, OnError onError, ResultStorage storage, boolean early) {
  static final Duration TTL = Duration.ofHours(1);

  /** The integers 0, 1, … */
  static JobPlan range(long total) {
    return new JobPlan(
        JobId.random(), total, 0, OnError.COLLECT, ResultStorage.KEPT, /* early= */ false);
  }

  /** Items that follow with put. */
  static JobPlan upload() {
    return range(NewJob.UNKNOWN);
  }

  JobPlan named(JobId newId) {
    return new JobPlan(newId, total, chunkSize, onError, storage, early);
  }

  JobPlan chunksOf(int items) {
    return new JobPlan(id, total, items, onError, storage, early);
  }

  JobPlan onError(OnError policy) {
    return new JobPlan(id, total, chunkSize, policy, storage, early);
  }

  JobPlan stored(ResultStorage howLong) {
    return new JobPlan(id, total, chunkSize, onError, howLong, early);
  }

  JobPlan computedEarly() {
    return new JobPlan(id, total, chunkSize, onError, storage, /* early= */ true);
  }

  NewJob job() {
    return job("hash");
  }

  NewJob job(String bodyHash) {
    var input = total < 0 ? new Input.Items() : new Input.Range(0, 1);
    return new NewJob(
        id,
        bodyHash,
        new JobSpec("square@1", Mode.MAP, input),
        total,
        new NewJob.Options(chunkSize, onError, storage, TTL, early, Map.of("for", "test")));
  }
}
