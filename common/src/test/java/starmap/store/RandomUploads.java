package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import starmap.chunk.Block;
import starmap.store.JobStore.PutResult;
import starmap.store.JobStore.Submission;

/** The client's side of a random schedule: brings jobs in, step by step, with calls repeated. */
record RandomUploads(Random random, JobStore store) {

  /** The next step of one job, or one of the steps before once more; says what it did. */
  String step(RandomJob job) {
    if (!job.created || random.nextInt(8) == 0) {
      return begin(job);
    }
    if (job.isUpload() && job.stored > 0 && random.nextInt(6) == 0) {
      return again(job, random.nextInt(job.stored));
    }
    if (job.stored < job.blocks.size()) {
      return random.nextInt(10) == 0 ? gap(job) : next(job);
    }
    return seal(job);
  }

  /** Completes the input, whatever is missing. */
  void finish(RandomJob job) {
    if (!job.created) {
      begin(job);
    }
    while (job.stored < job.blocks.size()) {
      next(job);
    }
    seal(job);
  }

  private String begin(RandomJob job) {
    var submitted =
        isSmall(job) ? store.submit(job.plan.job(), onlyBlock(job)) : store.create(job.plan.job());
    assertThat(submitted.submission())
        .isEqualTo(job.created ? Submission.EXISTS : Submission.CREATED);
    if (isSmall(job)) {
      job.stored = job.blocks.size();
      job.sealed = true;
    }
    job.created = true;
    return "began " + job.id() + ": " + submitted;
  }

  private String next(RandomJob job) {
    var result = store.put(job.id(), job.blocks.get(job.stored));
    assertThat(result).isIn(PutResult.STORED, PutResult.CLOSED);
    job.stored++;
    return "put " + job.id() + ": " + result;
  }

  private String again(RandomJob job, int block) {
    var result = store.put(job.id(), job.blocks.get(block));
    assertThat(result).isIn(PutResult.EXISTS, PutResult.CLOSED);
    return "put again " + job.id() + ": " + result;
  }

  private String gap(RandomJob job) {
    var block = job.blocks.get(job.stored);
    var result = store.put(job.id(), Parts.block(block.start() + 1, 1));
    assertThat(result).isIn(PutResult.GAP, PutResult.CLOSED);
    return "put with a gap " + job.id() + ": " + result;
  }

  private String seal(RandomJob job) {
    job.sealed = true;
    return "sealed " + job.id() + ": " + store.seal(job.id());
  }

  private static Block onlyBlock(RandomJob job) {
    return job.blocks.isEmpty() ? null : job.blocks.getFirst();
  }

  private static boolean isSmall(RandomJob job) {
    return job.blocks.size() <= 1 && job.total % 3 > 0;
  }
}
