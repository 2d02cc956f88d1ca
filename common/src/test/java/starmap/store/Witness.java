package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import starmap.chunk.Block;
import starmap.chunk.LeaseState;
import starmap.chunk.Settlement;
import starmap.chunk.Statistics;
import starmap.job.Job;
import starmap.job.JobChange;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.job.NewJob;
import starmap.job.Reduction;

/**
 * Stands before the real store, works out from the raw keys what each verb must answer, and
 * compares. What it says about leases and strikes comes from {@link LeaseModel}.
 */
final class Witness implements JobStore {
  private static final Keys KEYS = Keys.SINGLE;
  private static final double UPLOAD = StoreProperties.defaults().uploadDeadline().toMillis();

  private final Redis redis;
  private final Supplier<JobStore> making;
  private final LeaseModel leases;
  private final Audit audit;
  private JobStore store;

  /** {@code making} opens a store as a process does that begins. */
  Witness(Redis redis, Supplier<JobStore> making, Audit audit) {
    this.audit = audit;
    this.redis = redis;
    this.making = making;
    this.leases = new LeaseModel(redis);
    this.store = making.get();
  }

  LeaseModel leases() {
    return leases;
  }

  /** Redis was away, and may have lost what it had acknowledged. */
  void restart() {
    store = making.get();
    leases.forget();
    redis.invariants().forget();
  }

  @Override
  public Submitted submit(NewJob job, Block block) {
    return submitted(job, () -> store.submit(job, block));
  }

  @Override
  public Submitted create(NewJob job) {
    return submitted(job, () -> store.create(job));
  }

  private Submitted submitted(NewJob job, Supplier<Submitted> verb) {
    var hash = field(job.id(), "hash");
    var answer = verb.get();
    var expected =
        hash == null
            ? Submission.CREATED
            : hash.equals(job.bodyHash()) ? Submission.EXISTS : Submission.CONFLICT;
    assertThat(answer.submission()).as("submit %s", job.id()).isEqualTo(expected);
    return answer;
  }

  @Override
  public PutResult put(JobId id, Block block, long mostWaiting) {
    var expected = expectedPut(id, block);
    assertThat(store.put(id, block, mostWaiting))
        .as("put %s at %d", id, block.start())
        .isEqualTo(expected);
    if (expected == PutResult.STORED) {
      assertThat(raw().hget(KEYS.input(id), block.start() + "," + block.count())).isNotNull();
    }
    if (expected == PutResult.STORED || expected == PutResult.EXISTS) {
      assertThat(raw().zscore(KEYS.gc(), id.value())).isEqualTo(redis.clock().millis() + UPLOAD);
    }
    return expected;
  }

  private PutResult expectedPut(JobId id, Block block) {
    var state = field(id, "state");
    if (state == null) {
      return PutResult.GONE;
    }
    if (!state.equals("ACCEPTING")) {
      return PutResult.CLOSED;
    }
    var uploaded = field(id, "uploaded");
    int order = Long.compare(block.start(), uploaded == null ? 0 : Long.parseLong(uploaded));
    return order < 0 ? PutResult.EXISTS : order > 0 ? PutResult.GAP : PutResult.STORED;
  }

  @Override
  public Optional<JobState> seal(JobId id) {
    boolean known = field(id, "state") != null;
    var answer = store.seal(id);
    assertThat(answer.isPresent()).as("seal %s", id).isEqualTo(known);
    return answer;
  }

  @Override
  public Round settleAndClaim(List<Settlement> settlements, Claim claim) {
    var expected = settlements.stream().map(leases::expectedSettle).toList();
    redis.invariants().splits(settlements.stream().mapToInt(Scene::splits).sum());
    var line = new QueueModel(raw(), settlements.isEmpty() ? claim : null);
    var round = store.settleAndClaim(settlements, claim);
    assertThat(round.settled()).as("settle %s", settlements).isEqualTo(expected);
    for (int i = 0; i < settlements.size(); i++) {
      leases.settled(settlements.get(i), expected.get(i));
    }
    var claimed = round.claimed();
    var settled = settlements.stream().map(Settlement::id).toList();
    claimed.forEach(chunk -> leases.claimed(chunk, claim.workerId(), settled.contains(chunk.id())));
    claimed.forEach(chunk -> assertThat(field(chunk.id().job(), "paused")).isEqualTo("0"));
    claimed.forEach(
        chunk -> QueueModel.assertServed(claim, chunk.id(), field(chunk.id().job(), "queue")));
    line.check(round);
    boolean suspect = claimed.stream().anyMatch(chunk -> chunk.strikes() > 0);
    assertThat(suspect && claimed.size() > 1).as("suspect in company: %s", claimed).isFalse();
    return round;
  }

  @Override
  public Extended extend(List<Held> held) {
    var expected = new ArrayList<LeaseState>();
    held.forEach(one -> expected.add(leases.expectedExtend(one)));
    var answer = store.extend(held);
    assertThat(answer.states()).as("extend %s", held).isEqualTo(expected);
    for (int i = 0; i < held.size(); i++) {
      if (expected.get(i) == LeaseState.HELD) {
        leases.extended(held.get(i));
      }
    }
    return answer;
  }

  @Override
  public Seat seat(String process) {
    return store.seat(process);
  }

  /** After a sweep nothing is overdue. */
  @Override
  public Swept sweep() {
    leases.expire();
    assertSound();
    var swept = store.sweep();
    redis.invariants().splits(2 * swept.reclaimed());
    double now = redis.clock().millis();
    for (var key : List.of(KEYS.due(), KEYS.gc())) {
      var late = raw().zcount(key, io.lettuce.core.Range.create(Double.NEGATIVE_INFINITY, now));
      assertThat(late).as("overdue in %s after a sweep", key).isZero();
    }
    return swept;
  }

  /** Nothing was lost, so the audit must not find anything. */
  private void assertSound() {
    for (var id : raw().zrange(KEYS.jobs(), 0, -1)) {
      assertThat(audit.examine(new JobId(id))).as("audit of %s", id).isIn("sound", "ended");
    }
  }

  @Override
  public Optional<JobState> cancel(JobId id) {
    var before = Optional.ofNullable(field(id, "state")).map(JobState::valueOf);
    var answer = store.cancel(id);
    assertThat(answer)
        .as("cancel %s", id)
        .isEqualTo(before.map(state -> state.isTerminal() ? state : JobState.CANCELLED));
    return answer;
  }

  @Override
  public Optional<JobState> pause(JobId id) {
    var answer = store.pause(id);
    assertThat(answer).as("pause %s", id).isEqualTo(expectedPause(id, JobState.PAUSED));
    return answer;
  }

  @Override
  public Optional<JobState> resume(JobId id) {
    boolean begun = field(id, "started") != null && !"0".equals(field(id, "started"));
    var answer = store.resume(id);
    var expected = expectedPause(id, begun ? JobState.RUNNING : JobState.QUEUED);
    assertThat(answer).as("resume %s", id).isEqualTo(expected);
    return answer;
  }

  /** What it says, to whoever asks, of a job that is not in the middle of its life. */
  private Optional<JobState> expectedPause(JobId id, JobState inTheMiddle) {
    return Optional.ofNullable(field(id, "state"))
        .map(JobState::valueOf)
        .map(s -> s.isTerminal() || s == JobState.ACCEPTING ? s : inTheMiddle);
  }

  @Override
  public Rerouted reroute(JobId id, String source) {
    var expected = expectedReroute(id, source);
    assertThat(store.reroute(id, source)).as("reroute %s", id).isEqualTo(expected);
    return expected;
  }

  private Rerouted expectedReroute(JobId id, String source) {
    var state = field(id, "state");
    if (state == null) {
      return Rerouted.GONE;
    }
    if (JobState.valueOf(state).isTerminal()) {
      return Rerouted.ENDED;
    }
    return source.equals(field(id, "queue")) ? Rerouted.KEPT : Rerouted.MOVED;
  }

  @Override
  public Changed change(JobId id, JobChange change) {
    var state = field(id, "state");
    var answer = store.change(id, change);
    var expected =
        state == null
            ? Changed.GONE
            : JobState.valueOf(state).isTerminal() ? Changed.ENDED : Changed.CHANGED;
    assertThat(answer).as("change %s", id).isEqualTo(expected);
    return answer;
  }

  @Override
  public Retried retry(JobId id) {
    var expected = expectedRetry(id);
    var epoch = field(id, "epoch");
    boolean opened = expected == Retried.REOPENED && "0".equals(field(id, "reopening"));
    assertThat(store.retry(id)).as("retry %s", id).isEqualTo(expected);
    if (expected == Retried.REOPENED) {
      assertThat(field(id, "epoch").equals(epoch)).as("old epoch of %s", id).isNotEqualTo(opened);
      assertThat(field(id, "reopening")).as("entries left").isEqualTo("0");
    }
    if (opened) {
      assertThat(field(id, "failed")).as("items without a second chance").isEqualTo("0");
    }
    return expected;
  }

  private Retried expectedRetry(JobId id) {
    var state = field(id, "state");
    if (state == null) {
      return Retried.GONE;
    }
    if (!JobState.valueOf(state).isTerminal()) {
      return "0".equals(field(id, "reopening")) ? Retried.ACTIVE : Retried.REOPENED;
    }
    if (state.equals("SUCCEEDED")) {
      return Retried.NOTHING_FAILED;
    }
    if (!"KEPT".equals(field(id, "keep"))) {
      return Retried.NOT_STORED;
    }
    boolean failed = state.equals("PARTIAL") || state.equals("FAILED");
    boolean sealed = !"-1".equals(field(id, "total"));
    return failed && sealed ? Retried.REOPENED : Retried.OVER;
  }

  @Override
  public boolean purge(JobId id) {
    boolean known = field(id, "state") != null;
    assertThat(store.purge(id)).as("purge %s", id).isEqualTo(known);
    assertThat(raw().keys(KEYS.job(id) + "*")).isEmpty();
    return known;
  }

  @Override
  public boolean abandon(JobId id) {
    boolean uploading = "ACCEPTING".equals(field(id, "state"));
    assertThat(store.abandon(id)).as("abandon %s", id).isEqualTo(uploading);
    return uploading;
  }

  @Override
  public Optional<Job> find(JobId id) {
    return store.find(id);
  }

  @Override
  public Page list(Cursor from, int size) {
    return store.list(from, size);
  }

  @Override
  public Optional<Collected> collect(Collect collect) {
    return store.collect(collect);
  }

  @Override
  public Optional<Reduction> reduction(JobId id) {
    return store.reduction(id);
  }

  @Override
  public Failures failures(JobId id, long from) {
    return store.failures(id, from);
  }

  @Override
  public StoredInput input(JobId id) {
    return store.input(id);
  }

  @Override
  public Ledger ledger(JobId id) {
    return store.ledger(id);
  }

  @Override
  public Statistics statistics(JobId id) {
    return store.statistics(id);
  }

  private String field(JobId id, String name) {
    return RecordField.of(redis, id, name).get();
  }

  private RedisCommands<String, String> raw() {
    return redis.raw();
  }
}
