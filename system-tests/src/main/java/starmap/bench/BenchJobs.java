package starmap.bench;

import java.time.Duration;
import java.util.Map;
import starmap.job.Input;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.Mode;
import starmap.job.NewJob;
import starmap.job.OnError;
import starmap.job.ResultStorage;
import starmap.job.Share;
import starmap.store.JobStore;

/** Jobs of generated items whose results are not kept. */
record BenchJobs(JobStore store) {

  /** Items that sleep for some milliseconds, one in a chunk, with a priority. */
  JobId sleeps(long items, int millis, int priority) {
    var input = new Input.Repeat(Double.toString(millis / 1e3));
    return submit("sleep@1", input, items, 1, new Share(priority, 0));
  }

  /** Items of a function that nobody calls. */
  JobId nothing(long items, int chunkSize) {
    return submit("nothing@1", new Input.Range(0, 1), items, chunkSize, Share.DEFAULT);
  }

  private JobId submit(String function, Input input, long items, int chunkSize, Share share) {
    var id = JobId.random();
    var spec = new JobSpec(function, Mode.MAP, input, null, null, null, null, true, null, null);
    var options =
        new NewJob.Options(
            chunkSize,
            OnError.COLLECT,
            ResultStorage.NONE,
            Duration.ofHours(1),
            false,
            Map.of(),
            NewJob.Limits.NONE,
            share);
    var _ = store.submit(new NewJob(id, "hash", spec, items, options), null);
    return id;
  }
}
