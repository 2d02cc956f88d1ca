package starmap.api.submit;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import starmap.api.job.Jobs;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.chunk.Block;
import starmap.job.NewJob;
import starmap.store.JobStore;
import starmap.store.StoreException;

/**
 * Puts a job and its input into the store: in one call where the input is one block or none, else
 * block by block.
 */
@Component
public class Submission {
  private final JobStore store;

  Submission(JobStore store) {
    this.store = store;
  }

  /** Gives one block after the other; null behind the last one. */
  @FunctionalInterface
  public interface Blocks {
    /** The next one. */
    @Nullable Block next() throws IOException;
  }

  /** Submits a job. An upload that breaks leaves nothing behind. */
  public JobStore.Submission submit(NewJob job, Blocks blocks) throws IOException {
    var first = blocks.next();
    var second = first == null ? null : blocks.next();
    if (first == null || second == null) {
      return accepted(store.submit(job, first));
    }
    var submission = accepted(store.create(job));
    if (submission == JobStore.Submission.CREATED) {
      upload(job, first, second, blocks);
    }
    return submission;
  }

  private void upload(NewJob job, Block first, Block second, Blocks rest) throws IOException {
    boolean whole = false;
    try {
      put(job, first);
      for (var block = second; block != null; block = rest.next()) {
        put(job, block);
      }
      store.seal(job.id());
      whole = true;
    } finally {
      if (!whole) {
        abandon(job);
      }
    }
  }

  private void put(NewJob job, Block block) {
    var result = store.put(job.id(), block);
    switch (result) {
      case STORED, EXISTS, CLOSED -> {}
      case GAP, GONE ->
          throw new IllegalStateException("block at " + block.start() + " was refused: " + result);
    }
  }

  private void abandon(NewJob job) {
    try {
      boolean _ = store.abandon(job.id());
    } catch (StoreException _) {
      // the upload deadline removes it
    }
  }

  private static JobStore.Submission accepted(JobStore.Submitted submitted) {
    return switch (submitted.submission()) {
      case CREATED -> JobStore.Submission.CREATED;
      case EXISTS -> {
        if (submitted.state() == starmap.job.JobState.ACCEPTING) {
          throw ProblemException.of(
              ProblemType.STILL_UPLOADING,
              "the first request with this Idempotency-Key is still being read; repeat it later");
        }
        yield JobStore.Submission.EXISTS;
      }
      case CONFLICT ->
          throw ProblemException.of(
              ProblemType.IDEMPOTENCY_CONFLICT,
              "this Idempotency-Key was used for a request with another body: use a new key, or send the same body");
      case REFUSED -> throw Jobs.tooMany();
    };
  }
}
