package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import starmap.job.Job;
import starmap.job.JobError;
import starmap.job.JobId;
import starmap.job.Reduce;
import starmap.job.Reduction;
import starmap.reduce.Fold;
import starmap.reduce.FunctionFold;
import starmap.wire.JobCodec;

/**
 * Folds what workers have folded of single chunks. While a job runs, so that there are never many;
 * and when its value is read.
 */
record Folding(RedisLink link, Keys keys, Supplier<String> clock) {
  private static final int JOBS = 16;
  private static final int FEW = 64;

  private record Found(Optional<Job> job, List<Folded> folded) {}

  /** Makes few of many, for some of the jobs that have many. */
  void run(RedisJobStore store) {
    var ids = link.call(s -> s.commands().srandmember(keys.folding().getBytes(UTF_8), JOBS));
    for (var bytes : ids) {
      var id = new JobId(new String(bytes, UTF_8));
      var found = find(id);
      var reduce = found.job().map(job -> job.spec().reduce()).orElse(null);
      if (reduce != null && reduce.op() == Reduce.Op.FUNCTION) {
        new FunctionFolding(this, store, found.job().get()).run(found.folded());
      } else if (reduce != null) {
        compact(id, reduce, found.folded());
      }
    }
  }

  /** The value of a job; empty where it reduces nothing, or is unknown. */
  Optional<Reduction> read(JobId id) {
    var found = find(id);
    return found
        .job()
        .filter(job -> job.spec().reduce() != null)
        .map(job -> read(job, found.folded()));
  }

  private Found find(JobId id) {
    return link.call(
        s ->
            JobReads.find(s, keys, id)
                .thenCombine(Folded.all(s, keys, id), (job, folded) -> new Found(job, folded)));
  }

  private static Reduction read(Job job, List<Folded> folded) {
    var reduce = Objects.requireNonNull(job.spec().reduce());
    if (reduce.op() == Reduce.Op.FUNCTION) {
      return first(job, reduce, folded);
    }
    var fold = Fold.of(reduce);
    folded.forEach(one -> fold.merge(one.partial()));
    return new Reduction(
        reduce, fold.value(), fold.items(), job.state().isTerminal(), fold.problem());
  }

  /** Without the function nothing can be folded here: the value is that of the first items. */
  private static Reduction first(Job job, Reduce reduce, List<Folded> folded) {
    var first =
        folded.stream()
            .findFirst()
            .filter(one -> one.start() <= job.counts().contiguousUntil())
            .map(one -> FunctionFold.of(one.partial()));
    return new Reduction(
        reduce,
        first.map(one -> new String(one.value(), UTF_8)).orElse("null"),
        first.map(FunctionFold::items).orElse(0L),
        job.state().isTerminal(),
        null);
  }

  private void compact(JobId id, Reduce reduce, List<Folded> all) {
    for (var run : Runs.of(all, reduce.isOrdered())) {
      if (run.size() > 1) {
        var fold = Fold.of(reduce);
        run.forEach(one -> fold.merge(one.partial()));
        replace(id, run, fold.partial());
      }
    }
  }

  /** One folded value in the place of several, if these are all still there. */
  void replace(JobId id, List<Folded> run, byte[] partial) {
    call(id, run, Folded.joined(run, partial), null);
  }

  /** Ends a job, because several folded values cannot be folded to one. */
  void fail(JobId id, List<Folded> run, JobError error) {
    call(id, run, run.getFirst(), error);
  }

  private void call(JobId id, List<Folded> run, Folded instead, @Nullable JobError error) {
    var arguments = new Arguments().add(clock.get()).add(id.value()).add(instead.field());
    arguments.add(instead.stored()).add(error == null ? new byte[0] : JobCodec.write(error));
    arguments.add(FEW);
    run.forEach(one -> arguments.add(one.field()).add(one.stored()));
    var _ = link.call(s -> s.scripts().call(Script.FOLD, keys.ofJob(id), arguments));
  }
}
