package starmap.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import starmap.chunk.Block;
import starmap.job.Input;
import starmap.job.Job;
import starmap.job.JobError;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.JobState;
import starmap.job.Mode;
import starmap.job.NewJob;
import starmap.job.OnError;
import starmap.job.ResultStorage;
import starmap.reduce.FunctionFold;
import starmap.wire.SegmentReader;

/**
 * Folds by a function that only workers have: a run of folded values becomes a job of its own, of
 * one item, with all that protects a job. Its id follows from what it folds, so that every sweep
 * finds it again, and none need remember anything.
 */
record FunctionFolding(Folding folding, RedisJobStore store, Job job) {
  /** The label of such a job; its value is the id of the job it works for. */
  static final String LABEL = "reduction-of";

  private static final int MOST_RUNS = 16;
  private static final Duration TTL = Duration.ofHours(1);

  /** Begins what can be folded now, and takes over what has been. */
  void run(List<Folded> all) {
    var counts = job.counts();
    boolean complete =
        counts.totalIsFinal() && counts.succeeded() + counts.failed() == counts.total();
    var settled =
        all.stream().filter(one -> complete || one.end() <= counts.contiguousUntil()).toList();
    var runs = Runs.of(settled, false);
    runs.stream()
        .limit(complete ? runs.size() : runs.size() - 1L)
        .filter(run -> run.size() > 1)
        .limit(MOST_RUNS)
        .forEach(this::step);
  }

  private void step(List<Folded> run) {
    var id = JobId.ofReduction(job.id(), text(run));
    var found = store.find(id);
    if (found.isEmpty()) {
      submit(id, run);
      return;
    }
    var state = found.get().state();
    if (!state.isTerminal()) {
      return;
    }
    if (state == JobState.SUCCEEDED) {
      value(id).ifPresent(value -> folding.replace(job.id(), run, partial(run, value)));
    } else if (state == JobState.FAILED && !isDamaged(found.get())) {
      folding.fail(job.id(), run, error(found.get(), run));
    }
    // where somebody has ended it, or Redis lost it, the next sweep begins again
    boolean _ = store.purge(id);
  }

  private void submit(JobId id, List<Folded> run) {
    var parent = job.spec();
    var limit = parent.itemTimeout();
    var spec =
        new JobSpec(
                Objects.requireNonNull(Objects.requireNonNull(parent.reduce()).function()),
                Mode.REDUCE,
                new Input.Items(),
                parent.retry(),
                limit == null ? null : limit.multipliedBy(run.size()))
            .from(parent.source())
            .traced(parent.trace());
    var options =
        new NewJob.Options(
            1,
            OnError.FAIL,
            ResultStorage.KEPT,
            TTL,
            false,
            Map.of(LABEL, job.id().value()),
            NewJob.Limits.NONE,
            job.settings().share());
    store.submitAnyway(
        new NewJob(id, id.value(), spec, NewJob.UNKNOWN, options).queued(job.settings().queue()),
        new Block(0, 1, item(run)));
  }

  /** An array of one item, which is the array of the values. */
  private static byte[] item(List<Folded> run) {
    var item = new ByteArrayOutputStream();
    item.write('[');
    for (var one : run) {
      item.write(item.size() == 1 ? '[' : ',');
      item.writeBytes(FunctionFold.of(one.partial()).value());
    }
    item.writeBytes("]]".getBytes(US_ASCII));
    return item.toByteArray();
  }

  private Optional<byte[]> value(JobId id) {
    var ask = new JobResults.Collect(id, JobResults.Order.INPUT, 0, Integer.MAX_VALUE, List.of());
    return store.collect(ask).stream()
        .flatMap(collected -> collected.entries().stream())
        .findFirst()
        .map(entry -> value(entry.segment()));
  }

  private static byte[] value(SegmentReader segment) {
    var values = segment.values();
    boolean _ = values.next();
    return Arrays.copyOfRange(segment.bytes(), values.start(), values.start() + values.length());
  }

  private static byte[] partial(List<Folded> run, byte[] value) {
    long items = run.stream().mapToLong(one -> FunctionFold.of(one.partial()).items()).sum();
    return new FunctionFold(items, value).partial();
  }

  private static boolean isDamaged(Job failed) {
    return failed.error() == null || failed.error().type().equals(JobRecord.DAMAGED);
  }

  private static JobError error(Job failed, List<Folded> run) {
    var error = Objects.requireNonNull(failed.error());
    return new JobError(
        run.getFirst().start(),
        error.type(),
        "the values from this item on could not be folded: " + error.message(),
        error.attempts());
  }

  /** Names the values and tells them apart from others. */
  private static String text(List<Folded> run) {
    return run.stream()
        .map(one -> one.field() + "=" + new String(one.stored(), UTF_8))
        .collect(Collectors.joining("|"));
  }
}
