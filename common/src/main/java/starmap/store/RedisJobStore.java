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
import starmap.job.Job;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.job.NewJob;
import starmap.wire.SegmentReader;

/** {@link JobStore} on Redis: each verb is one script, see {@code starmap/store/scripts}. */
final class RedisJobStore implements JobStore {
  private static final int MOST_CLAIM_BYTES = 1 << 20;
  private static final long REPLICATION_MILLIS = 1_000;

  private final RedisLink link;
  private final RedisLink accepting;
  private final StoreProperties properties;
  private final Keys keys;
  private final Supplier<String> clock;
  private final RandomWords words;
  private final Sweep sweep;
  private final Reopening reopening;

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
    this.accepting = properties.durability() == Durability.FAST ? link : link.another();
    this.properties = properties;
    this.keys = keys;
    this.clock = clock;
    this.reopening = new Reopening(link, properties, keys, clock);
    this.sweep = new Sweep(link, properties, keys, clock, reopening);
  }

  @Override
  public Submitted submit(NewJob job, @Nullable Block block) {
    var arguments = arguments(job.id()).add(job.bodyHash()).add(properties.maxActiveJobs());
    arguments.add(block == null ? 0 : block.count()).addItems(block);
    JobRecord.write(job, words.epoch(), arguments);
    return submitted(accept(Script.SUBMIT, job.id(), arguments));
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
    return state(accept(Script.SEAL, id, arguments(id)));
  }

  @Override
  public Round settleAndClaim(List<Settlement> settlements, @Nullable Claim claim) {
    var calls = SettleCall.group(settlements);
    return link.call(
        session -> {
          var settled = calls.stream().map(call -> settle(session, call)).toList();
          CompletionStage<ClaimReply> claimed =
              claim == null
                  ? CompletableFuture.completedStage(new ClaimReply(List.of()))
                  : claim(session, claim);
          return Stages.all(settled)
              .thenCombine(
                  claimed,
                  (all, reply) -> new Round(SettleCall.inOrder(calls, all), reply.chunks()))
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
    var names =
        List.of(
            keys.ready(Keys.POOL), keys.due(), keys.virtualTime(), keys.idle(), keys.jobPrefix());
    var arguments =
        new Arguments().add(clock.get()).add(claim.most()).add(properties.lease().toMillis());
    arguments
        .add(words.token(claim.workerId()))
        .add(claim.workerId())
        .add(MOST_CLAIM_BYTES)
        .add(claim.work().toMillis());
    return session
        .scripts()
        .call(Script.CLAIM, names, arguments)
        .thenApply(values -> ClaimReply.of(new Reply(values)));
  }

  @Override
  public Extended extend(List<Held> held) {
    var names = List.of(keys.ready(Keys.POOL), keys.due(), keys.idle(), keys.jobPrefix());
    var arguments = new Arguments().add(clock.get()).add(properties.lease().toMillis());
    held.forEach(one -> arguments.add(one.id().toString()).add(one.token()).add(one.position()));
    var reply =
        new Reply(link.call(session -> session.scripts().call(Script.EXTEND, names, arguments)));
    return new Extended(
        words(reply, held.size(), LeaseState.class), reply.text(held.size()).equals("starving"));
  }

  @Override
  public Swept sweep() {
    return sweep.run();
  }

  @Override
  public Optional<JobState> cancel(JobId id) {
    return state(call(Script.CANCEL, id, arguments(id)));
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
    var arguments =
        arguments(collect.id()).add(collect.order().name().toLowerCase(java.util.Locale.ROOT));
    arguments.add(collect.from()).add(collect.mostBytes());
    collect.drop().forEach(arguments::add);
    var reply = call(Script.COLLECT, collect.id(), arguments);
    return reply.isNil() ? Optional.empty() : Optional.of(collected(reply));
  }

  @Override
  public Failures failures(JobId id, long from) {
    return new FailureReads(link, keys).page(id, from);
  }

  @Override
  public StoredInput input(JobId id) {
    return StoredInput.of(link, keys, id);
  }

  private static Collected collected(Reply reply) {
    var fields = reply.list(4);
    var entries = new ArrayList<Entry>(fields.size() / 2);
    for (int at = 0; at < fields.size(); at += 2) {
      long start = LogEntry.parse(fields.bytes(at)).start();
      entries.add(new Entry(start, SegmentReader.of(fields.bytes(at + 1))));
    }
    return new Collected(
        reply.word(0, JobState.class), reply.number(1), reply.number(2), reply.number(3), entries);
  }

  private Reply call(Script script, JobId id, Arguments arguments) {
    return new Reply(
        link.call(session -> session.scripts().call(script, keys.ofJob(id), arguments)));
  }

  /**
   * After this a job may be called accepted. Waiting for a replica holds up whatever else is asked
   * on the same connection, so it has one of its own.
   *
   * @throws StoreException.Unavailable also where the job is stored, but no replica has it; the
   *     call may be repeated
   */
  private Reply accept(Script script, JobId id, Arguments arguments) {
    if (properties.durability() == Durability.FAST) {
      return call(script, id, arguments);
    }
    return new Reply(
        accepting.call(
            session ->
                session
                    .scripts()
                    .call(script, keys.ofJob(id), arguments)
                    .thenCompose(
                        reply ->
                            session
                                .commands()
                                .waitForReplication(1, REPLICATION_MILLIS)
                                .thenApply(replicas -> requireReplica(replicas, reply)))));
  }

  private static List<Object> requireReplica(long replicas, List<Object> reply) {
    if (replicas == 0) {
      throw new StoreException.Unavailable("no replica of Redis has the job yet", null);
    }
    return reply;
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
