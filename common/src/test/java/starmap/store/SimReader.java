package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import starmap.job.Job;
import starmap.job.JobState;
import starmap.job.ResultStorage;

/** Reads the results of one job, and compares them with the model. */
final class SimReader {
  private static final int BYTES = 1 << 12;

  private final RandomJob job;
  private final JobStore store;
  private final LeaseModel leases;
  private final Redis redis;

  /** What was read of each incarnation: a roll-back may bring back one that was gone. */
  private final Map<String, List<String>> readOf = new HashMap<>();

  /** Of these, items that were read were lost and computed again, with other deaths of workers. */
  private final Set<String> wentOn = new HashSet<>();

  private String incarnation = "";
  private String epoch = "";
  private List<String> read = new ArrayList<>();

  SimReader(RandomJob job, JobStore store, LeaseModel leases, Redis redis) {
    this.job = job;
    this.store = store;
    this.leases = leases;
    this.redis = redis;
  }

  /** Redis lost something: who can read from the begin does so. */
  void rolledBack() {
    if (job.plan.storage() == ResultStorage.KEPT) {
      readOf.values().forEach(List::clear);
    }
    readOf.forEach(
        (which, values) -> {
          if (!values.isEmpty()) {
            wentOn.add(which);
          }
        });
  }

  /** Delivers what comes next, and drops it where the job wants that. True when there was some. */
  boolean step() {
    notice();
    if (isReopening()) {
      return false;
    }
    var ask =
        new JobResults.Collect(job.id(), JobResults.Order.INPUT, read.size(), BYTES, List.of());
    var entries = store.collect(ask).map(JobResults.Collected::entries).orElse(List.of());
    if (!isCurrent()) {
      return false;
    }
    for (var entry : entries) {
      deliver(entry);
    }
    if (job.plan.storage() == ResultStorage.UNTIL_READ && !entries.isEmpty()) {
      var starts = entries.stream().map(JobResults.Entry::start).toList();
      store.collect(new JobResults.Collect(job.id(), ask.order(), read.size(), 1, starts));
    }
    return !entries.isEmpty();
  }

  private void deliver(JobResults.Entry entry) {
    var values = Scene.values(entry);
    assertThat(entry.start()).as("start of what is read next").isLessThanOrEqualTo(read.size());
    for (int i = (int) (read.size() - entry.start()); i < values.size(); i++) {
      check(read.size(), values.get(i));
      read.add(values.get(i));
    }
  }

  private void check(long index, String value) {
    // its time may have passed between two steps of a retry: what failed before is still there
    boolean expired = "EXPIRED".equals(RecordField.of(redis, job.id(), "state").get());
    if (value.equals(LeaseRecord.CRASHED)) {
      boolean allowed = expired || leases.mayBeCrashed(incarnation, index);
      assertThat(allowed).as("%d of %s may be given up", index, job.id()).isTrue();
    } else {
      assertThat(job.isRight(index, value, expired ? "" : epoch))
          .as("%s at %d of %s", value, index, job.id())
          .isTrue();
    }
  }

  /** The job has ended: everything must be there and right, unless it was to end early. */
  void verify(Job end) {
    while (step()) {}
    switch (end.state()) {
      case SUCCEEDED, PARTIAL -> complete(end);
      case CANCELLED -> assertThat(job.mayBeCancelled).as("somebody cancelled").isTrue();
      case FAILED -> failed(end);
      case EXPIRED -> expired(end);
      default -> throw new AssertionError(job.id() + " ended as " + end.state());
    }
  }

  private void complete(Job end) {
    var counts = end.counts();
    assertThat(counts.succeeded() + counts.failed()).isEqualTo(job.total);
    assertThat(counts.contiguousUntil()).isEqualTo(job.total);
    assertThat(end.state() == JobState.PARTIAL).isEqualTo(counts.failed() > 0);
    assertThat(counts.failed()).isGreaterThanOrEqualTo(job.expectedFailures());
    assertThat(job.mayFailWith(counts.failed()))
        .as("%d failures are too many", counts.failed())
        .isFalse();
    reduction(end);
    if (job.plan.storage() == ResultStorage.NONE) {
      return;
    }
    assertThat(read).as("values of %s", job.id()).hasSize((int) job.total);
    if (!wentOn.contains(incarnation)) {
      failures(end);
    }
    completionOrder();
  }

  /** Every value is folded once. */
  private void reduction(Job end) {
    var reduction = store.reduction(job.id());
    assertThat(reduction.isPresent()).isEqualTo(job.reduce != null);
    if (job.reduce == null) {
      return;
    }
    assertThat(reduction.get().items()).isEqualTo(end.counts().succeeded());
    if (job.plan.storage() != ResultStorage.NONE && !wentOn.contains(incarnation)) {
      assertThat(reduction.get().value()).isEqualTo(job.reduced(read.stream()));
    }
  }

  private void failures(Job end) {
    int first = 0;
    while (first < read.size() && !isFailure(read.get(first))) {
      first++;
    }
    assertThat(end.counts().failed()).isEqualTo(read.stream().filter(SimReader::isFailure).count());
    assertThat(end.error() == null ? job.total : end.error().index()).isEqualTo(first);
  }

  private void failed(Job end) {
    if (job.isOrdered() && FoldActs.isUnfoldable(end.error())) {
      return; // those that folded for it have died, as if it killed them
    }
    assertThat(job.mayFailWith(end.counts().failed())).as("failed with %s", end.counts()).isTrue();
    long index = end.error().index();
    boolean mayHaveFailed = job.isBad(index) && !job.mendedEpochs.contains(epoch);
    assertThat(mayHaveFailed || leases.mayBeCrashed(incarnation, index))
        .as("%d of %s failed", index, job.id())
        .isTrue();
  }

  private void expired(Job end) {
    var times = end.times();
    boolean left = job.plan.storage() == ResultStorage.UNTIL_READ;
    var least = left ? Duration.ofHours(1) : job.limits.timeout();
    if (left && job.limits.timeout() != null) {
      least = job.limits.timeout();
    }
    assertThat(Duration.between(times.created(), times.finished())).isGreaterThanOrEqualTo(least);
  }

  /** Each index is in one segment of the log. */
  private void completionOrder() {
    if (job.plan.storage() != ResultStorage.KEPT) {
      return;
    }
    var indexes = new HashSet<Long>();
    var ask = new JobResults.Collect(job.id(), JobResults.Order.COMPLETION, 0, 1 << 24, List.of());
    for (var entry : store.collect(ask).orElseThrow().entries()) {
      for (long i = entry.start(); i < entry.start() + entry.segment().count(); i++) {
        assertThat(indexes.add(i)).as("%d of %s is read once", i, job.id()).isTrue();
      }
    }
    assertThat(indexes).hasSize((int) job.total);
  }

  private static boolean isFailure(String value) {
    return value.startsWith("Error") || value.equals(LeaseRecord.CRASHED);
  }

  /** A new incarnation is read from its begin. */
  private void notice() {
    epoch = RecordField.of(redis, job.id(), "epoch").get();
    incarnation = job.id() + "." + epoch;
    read = readOf.computeIfAbsent(incarnation, _ -> new ArrayList<>());
  }

  /** Between two steps of a retry, failures of the time before are still there. */
  private boolean isReopening() {
    var left = RecordField.of(redis, job.id(), "reopening").get();
    return left != null && !left.equals("0");
  }

  /** Whether the job in Redis is of the body that the client sent last. */
  private boolean isCurrent() {
    var hash = RecordField.of(redis, job.id(), "hash").get();
    return job.request().bodyHash().equals(hash);
  }
}
