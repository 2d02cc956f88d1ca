package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import starmap.chunk.Block;
import starmap.store.JobStore.PutResult;
import starmap.store.JobStore.Submission;

/**
 * The client of one job: brings it in step by step, repeats what it got no answer to, and begins
 * again under the same id when the job is gone.
 */
final class SimClient {
  private final RandomJob job;
  private final JobStore store;
  private final Random random;
  private int stored;
  private boolean created;

  SimClient(RandomJob job, JobStore store, Random random) {
    this.job = job;
    this.store = store;
    this.random = random;
  }

  RandomJob job() {
    return job;
  }

  /** What it does next; says what it was. */
  String step() {
    if (created && store.find(job.id()).isEmpty()) {
      startAnew();
    }
    if (!created || random.nextInt(8) == 0) {
      return begin();
    }
    if (stored > 0 && random.nextInt(6) == 0) {
      return "again " + store.put(job.id(), job.blocks.get(random.nextInt(stored)));
    }
    if (stored < job.blocks.size()) {
      return random.nextInt(10) == 0 ? gap() : next();
    }
    return "sealed " + store.seal(job.id());
  }

  /** Completes the input, whatever is missing. */
  void finish() {
    if (created && store.find(job.id()).isEmpty()) {
      startAnew();
    }
    while (!created) {
      begin();
    }
    while (created && stored < job.blocks.size()) {
      next();
    }
    if (created) {
      store.seal(job.id());
    } else {
      finish();
    }
  }

  /** Redis lost something, nobody knows what: the request is sent again. */
  void rolledBack() {
    created = false;
    stored = 0;
  }

  /** The job is gone: the same body again, or another one under the same id. */
  void startAnew() {
    rolledBack();
    if (random.nextBoolean()) {
      job.another();
    }
  }

  private String begin() {
    var submission =
        isSmall()
            ? store.submit(job.request(), onlyBlock()).submission()
            : store.create(job.request()).submission();
    if (submission == Submission.CONFLICT) {
      store.purge(job.id());
      created = false;
    } else {
      created = true;
      stored = isSmall() ? job.blocks.size() : stored;
    }
    return "began: " + submission;
  }

  private String next() {
    var result = store.put(job.id(), job.blocks.get(stored));
    switch (result) {
      case STORED, EXISTS, CLOSED -> stored++;
      case FULL -> throw new AssertionError("everything may wait");
      case GAP, GONE -> {
        store.purge(job.id());
        rolledBack();
      }
    }
    return "put: " + result;
  }

  private String gap() {
    var result = store.put(job.id(), Parts.block(job.total + 1, 1));
    assertThat(result).isNotEqualTo(PutResult.STORED);
    return "put with a gap: " + result;
  }

  private Block onlyBlock() {
    return job.blocks.isEmpty() ? null : job.blocks.getFirst();
  }

  private boolean isSmall() {
    return job.blocks.size() <= 1 && job.total % 3 > 0;
  }
}
