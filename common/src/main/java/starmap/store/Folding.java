package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import starmap.job.Job;
import starmap.job.JobId;
import starmap.job.Reduce;
import starmap.job.Reduction;
import starmap.reduce.Fold;
import starmap.wire.JobCodec;

/**
 * Folds what workers have folded of single chunks. While a job runs, so that there are never many;
 * and when its value is read.
 */
record Folding(RedisLink link, Keys keys, Supplier<String> clock) {
  private static final int JOBS = 4;
  private static final int FEW = 64;
  private static final int MOST = 256;
  private static final int MOST_BYTES = 1 << 19;

  /** What was folded of a stretch of items. */
  @SuppressWarnings("ArrayRecordComponent") // see Block
  private record Folded(String field, long start, long length, byte[] stored, byte[] partial) {
    static Folded of(Map.Entry<byte[], byte[]> entry) {
      var field = new String(entry.getKey(), UTF_8);
      var stored = entry.getValue();
      int end = 0;
      while (stored[end] != ';') {
        end++;
      }
      var partial = Arrays.copyOfRange(stored, end + 1, stored.length);
      return new Folded(
          field,
          Long.parseLong(field.substring(0, field.indexOf(':'))),
          Long.parseLong(new String(stored, 0, end, UTF_8)),
          stored,
          partial);
    }
  }

  /** Makes few of many, for some of the jobs that have many. */
  void run() {
    var ids = link.call(s -> s.commands().srandmember(keys.folding().getBytes(UTF_8), JOBS));
    for (var id : ids) {
      compact(new JobId(new String(id, UTF_8)));
    }
  }

  /** The value of a job; empty where it reduces nothing, or is unknown. */
  Optional<Reduction> read(JobId id) {
    record Found(Optional<Job> job, List<Folded> folded) {}
    Found found =
        link.call(
            s -> JobReads.find(s, keys, id).thenCombine(folded(s, id), (j, f) -> new Found(j, f)));
    return found
        .job()
        .filter(job -> job.spec().reduce() != null)
        .map(job -> read(job, found.folded()));
  }

  private static Reduction read(Job job, List<Folded> folded) {
    var reduce = Objects.requireNonNull(job.spec().reduce());
    var fold = Fold.of(reduce);
    folded.forEach(one -> fold.merge(one.partial()));
    return new Reduction(reduce.op(), fold.value(), fold.items(), job.state().isTerminal());
  }

  private CompletionStage<List<Folded>> folded(RedisLink.Session session, JobId id) {
    return session
        .commands()
        .hgetall(keys.fold(id).getBytes(UTF_8))
        .thenApply(
            hash ->
                hash.entrySet().stream()
                    .map(Folded::of)
                    .sorted(Comparator.comparingLong(Folded::start))
                    .toList());
  }

  private void compact(JobId id) {
    var spec =
        link.call(s -> s.commands().hget(keys.job(id).getBytes(UTF_8), "spec".getBytes(UTF_8)));
    var reduce = spec == null ? null : JobCodec.readSpec(spec).reduce();
    if (reduce != null) {
      compact(id, reduce, link.call(s -> folded(s, id)));
    }
  }

  private void compact(JobId id, Reduce reduce, List<Folded> all) {
    var run = new ArrayList<Folded>();
    int bytes = 0;
    for (var one : all) {
      boolean fits = run.size() < MOST && bytes + one.stored().length < MOST_BYTES;
      if (!run.isEmpty() && (!fits || (reduce.isOrdered() && end(run) != one.start()))) {
        replace(id, reduce, run);
        run.clear();
        bytes = 0;
      }
      run.add(one);
      bytes += one.stored().length;
    }
    replace(id, reduce, run);
  }

  private static long end(List<Folded> run) {
    return run.getLast().start() + run.getLast().length();
  }

  private void replace(JobId id, Reduce reduce, List<Folded> run) {
    if (run.size() < 2) {
      return;
    }
    var fold = Fold.of(reduce);
    run.forEach(one -> fold.merge(one.partial()));
    long length = run.stream().mapToLong(Folded::length).sum();
    var arguments = new Arguments().add(clock.get()).add(id.value()).add(run.getFirst().field());
    arguments.add(stored(length, fold.partial())).add(FEW);
    run.forEach(one -> arguments.add(one.field()).add(one.stored()));
    var _ = link.call(s -> s.scripts().call(Script.FOLD, keys.ofJob(id), arguments));
  }

  private static byte[] stored(long length, byte[] partial) {
    var head = (length + ";").getBytes(UTF_8);
    var stored = Arrays.copyOf(head, head.length + partial.length);
    System.arraycopy(partial, 0, stored, head.length, partial.length);
    return stored;
  }
}
