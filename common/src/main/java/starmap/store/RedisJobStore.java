package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import starmap.chunk.Block;
import starmap.chunk.LeaseState;
import starmap.chunk.Part;
import starmap.chunk.SettleResult;
import starmap.chunk.Settlement;
import starmap.chunk.Statistics;
import starmap.job.Job;
import starmap.job.JobChange;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.job.NewJob;
import starmap.job.Reduction;

/** {@link JobStore} on Redis: each verb is one script, see {@code starmap/store/scripts}. */
final class RedisJobStore implements JobStore {
  private static final int MOST_CLAIM_BYTES = 1 << 20;

  private final RedisLink link;
  private final Acceptance acceptance;
  private final StoreProperties properties;
  private final Keys keys;
  private final Supplier<String> clock;
  private final RandomWords words;
  private final Sweep sweep;
  private final Reopening reopening;
  private final Folding folding;

  /**
   * {@code clock} gives the time in epoch milliseconds as text; an empty text means the clock of
   * Redis (rule R6).
   */
  RedisJobStore(RedisLink link, StoreProperties properties, Keys keys, Supplier<String> clock) {
    this(link, properties, keys, clock, new RandomWords());
  }

  /** {@code words} makes epochs and tokens. */
  RedisJobStore(
      RedisLink link,
      StoreProperties properties,
      Keys keys,
      Supplier<String> clock,
      RandomWords words) {
    this.words = words;
    this.link = link;
    this.acceptance = Acceptance.of(link, properties, keys);
    this.properties = properties;
    this.keys = keys;
    this.clock = clock;
    this.reopening = new Reopening(link, properties, keys, clock);
    this.folding = new Folding(link, keys, clock);
    this.sweep = new Sweep(link, properties, keys, clock, reopening);
  }

  @Override
  public Submitted submit(NewJob job, @Nullable Block block) {
    return submit(job, block, properties.maxActiveJobs());
  }

  /** However many jobs are active: one of them waits for this. */
  void submitAnyway(NewJob job, Block block) {
    var _ = submit(job, block, Long.MAX_VALUE);
  }

  private Submitted submit(NewJob job, @Nullable Block block, long mostActive) {
    var arguments = arguments(job.id()).add(job.bodyHash()).add(mostActive);
    arguments.add(block == null ? 0 : block.count()).addItems(block);
    JobRecord.write(job, words.epoch(), arguments);
    return submitted(acceptance.call(Script.SUBMIT, job.id(), arguments));
  }

  @Override
  public Submitted create(NewJob job) {
    var arguments =
        arguments(job.id()).add(job.bodyHash()).add(properties.uploadDeadline().toMillis());
    arguments.add(properties.maxActiveJobs());
    JobRecord.write(job, words.epoch(), arguments);
    return submitted(call(Script.CREATE, job.id(), arguments));
  }

  @Override
  public PutResult put(JobId id, Block block, long mostWaiting) {
    var arguments = arguments(id).add(properties.uploadDeadline().toMillis());
    arguments.add(block.start()).add(block.count()).addItems(block).add(mostWaiting);
    return call(Script.PUT, id, arguments).word(0, PutResult.class);
  }

  @Override
  public Optional<JobState> seal(JobId id) {
    return state(acceptance.call(Script.SEAL, id, arguments(id)));
  }

  @Override
  public Round settleAndClaim(List<Settlement> settlements, @Nullable Claim claim) {
    var calls = SettleCall.group(settlements);
    return link.call(
        session -> {
          var settled = calls.stream().map(call -> settle(session, call)).toList();
          CompletionStage<ClaimReply> claimed =
              claim == null
                  ? CompletableFuture.completedStage(ClaimReply.NOTHING)
                  : claim(session, claim);
          return Stages.all(settled)
              .thenCombine(claimed, (all, reply) -> reply.round(SettleCall.inOrder(calls, all)))
              .exceptionallyCompose(
                  e ->
                      claimed
                          .thenCompose(reply -> giveBack(session, reply))
                          .handle(
                              (_, _) -> {
                                throw new CompletionException(e);
                              }));
        });
  }

  /** Where settling failed nobody hears of what was claimed: it would wait for a whole lease. */
  private CompletionStage<?> giveBack(RedisLink.Session session, ClaimReply reply) {
    var unheard =
        reply.chunks().stream()
            .map(
                one ->
                    new Settlement(
                        one.id(),
                        one.token(),
                        Duration.ZERO,
                        List.of(new Part.Returned(one.id().length()))))
            .toList();
    return Stages.all(
        SettleCall.group(unheard).stream().map(call -> settle(session, call)).toList());
  }

  private CompletionStage<List<SettleResult>> settle(RedisLink.Session session, SettleCall call) {
    var arguments = call.arguments(clock.get(), properties.lease());
    return session
        .scripts()
        .call(Script.SETTLE, keys.ofJob(call.job()), arguments)
        .thenApply(
            values -> words(new Reply(values), call.settlements().size(), SettleResult.class));
  }

  private CompletionStage<ClaimReply> claim(RedisLink.Session session, Claim claim) {
    var names = keys.ofClaim(claim.queues());
    var arguments =
        new Arguments().add(clock.get()).add(claim.most()).add(properties.lease().toMillis());
    arguments.add(words.token(claim.workerId())).add(claim.workerId()).add(MOST_CLAIM_BYTES);
    arguments.add(claim.work().toMillis()).add(claim.othersWait() ? 1 : 0);
    return session
        .scripts()
        .call(Script.CLAIM, names, arguments)
        .thenApply(values -> ClaimReply.of(new Reply(values), claim.queues()));
  }

  @Override
  public Extended extend(List<Held> held) {
    var names = keys.ofExtend();
    var arguments = new Arguments().add(clock.get()).add(properties.lease().toMillis());
    held.forEach(one -> arguments.add(one.id().toString()).add(one.token()).add(one.position()));
    var reply =
        new Reply(link.call(session -> session.scripts().call(Script.EXTEND, names, arguments)));
    return new Extended(
        words(reply, held.size(), LeaseState.class), reply.text(held.size()).equals("starving"));
  }

  @Override
  public Swept sweep() {
    return sweep.run(this);
  }

  @Override
  public Seat seat(String process) {
    return sweep.seat(process);
  }

  @Override
  public Optional<JobState> cancel(JobId id) {
    return state(call(Script.CANCEL, id, arguments(id)));
  }

  @Override
  public Optional<JobState> pause(JobId id) {
    return state(call(Script.PAUSE, id, arguments(id)));
  }

  @Override
  public Optional<JobState> resume(JobId id) {
    return state(call(Script.RESUME, id, arguments(id)));
  }

  @Override
  public Rerouted reroute(JobId id, String source) {
    return call(Script.REROUTE, id, arguments(id).add(source)).word(0, Rerouted.class);
  }

  @Override
  public Changed change(JobId id, JobChange change) {
    var arguments = arguments(id);
    JobRecord.write(change, arguments);
    return call(Script.CHANGE, id, arguments).word(0, Changed.class);
  }

  @Override
  public Retried retry(JobId id) {
    return reopening.retry(id, words.epoch());
  }

  @Override
  public boolean purge(JobId id) {
    return call(Script.PURGE, id, arguments(id).add("always")).text(0).equals("purged");
  }

  @Override
  public boolean abandon(JobId id) {
    return call(Script.PURGE, id, arguments(id).add("uploading")).text(0).equals("purged");
  }

  @Override
  public Optional<Job> find(JobId id) {
    return link.call(session -> JobReads.find(session, keys, id));
  }

  @Override
  public Page list(Cursor from, int size) {
    return new JobReads(link, keys).page(from, size);
  }

  @Override
  public Optional<Collected> collect(Collect collect) {
    return Collecting.collect(link, keys, clock, collect);
  }

  @Override
  public Optional<Reduction> reduction(JobId id) {
    return folding.read(id);
  }

  @Override
  public Failures failures(JobId id, long from) {
    return new FailureReads(link, keys).page(id, from);
  }

  @Override
  public StoredInput input(JobId id) {
    return StoredInput.of(link, keys, id);
  }

  @Override
  public Ledger ledger(JobId id) {
    return new Ledger(link, keys, id);
  }

  @Override
  public Statistics statistics(JobId id) {
    return new StatisticsReads(link, keys).read(id);
  }

  private Reply call(Script script, JobId id, Arguments arguments) {
    return new Reply(
        link.call(session -> session.scripts().call(script, keys.ofJob(id), arguments)));
  }

  /** What every script on one job begins with. */
  private Arguments arguments(JobId id) {
    return new Arguments().add(clock.get()).add(id.value().getBytes(UTF_8));
  }

  private static Submitted submitted(Reply reply) {
    return new Submitted(
        reply.word(0, Submission.class),
        reply.text(1).isEmpty() ? null : reply.word(1, JobState.class));
  }

  private static Optional<JobState> state(Reply reply) {
    return reply.text(0).equals("gone")
        ? Optional.empty()
        : Optional.of(reply.word(1, JobState.class));
  }

  private static <E extends Enum<E>> List<E> words(Reply reply, int count, Class<E> type) {
    var words = new ArrayList<E>(count);
    for (int at = 0; at < count; at++) {
      words.add(reply.word(at, type));
    }
    return words;
  }
}
