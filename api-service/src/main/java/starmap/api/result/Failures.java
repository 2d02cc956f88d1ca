package starmap.api.result;

import java.io.IOException;
import starmap.api.job.Jobs;
import starmap.job.JobId;
import starmap.store.JobResults;
import starmap.store.JobStore;

/** Walks the segments of a range in which an item failed. */
record Failures(JobStore store, JobId id, ResultStream.Range range) {
  /** Takes one segment; it may reach beyond the range. */
  @FunctionalInterface
  interface Sink {
    void accept(JobResults.Entry entry) throws IOException;
  }

  void each(Sink sink) throws IOException {
    for (long next = range.from(); next < range.to(); ) {
      var page = store.failures(id, next);
      for (var entry : page.entries()) {
        if (entry.start() < range.to()) {
          sink.accept(entry);
        }
      }
      next = page.next();
    }
    if (store.find(id).isEmpty()) {
      throw Jobs.notFound(); // it was removed meanwhile, and the list only looks complete
    }
  }
}
