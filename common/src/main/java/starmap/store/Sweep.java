package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import starmap.chunk.ChunkId;
import starmap.chunk.LostLeases;
import starmap.fleet.FunctionDescriptor;
import starmap.fleet.Worker;
import starmap.job.JobId;
import starmap.log.LogKey;

/**
 * One round of what must be done when time has passed. Every process does it; the scripts check
 * again, so nobody needs a leader.
 */
final class Sweep {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
  private static final int MOST = 100;
  private static final int SEATS = 3;
  private static final Duration SEAT = Duration.ofSeconds(5);
  private static final Duration COSTS_KEPT = Duration.ofMinutes(1);
  private static final LeaseRecord NOBODY = new LeaseRecord(0, 0, "");

  private final RedisLink link;
  private final Keys keys;
  private final Supplier<String> clock;
  private final Fleet fleet;
  private final Audit audit;
  private final Reopening reopening;
  private final Folding folding;
  private final FunctionCosts costs;
  private long costsKept;

  Sweep(
      RedisLink link,
      StoreProperties properties,
      Keys keys,
      Supplier<String> clock,
      Reopening reopening) {
    this.reopening = reopening;
    this.link = link;
    this.keys = keys;
    this.clock = clock;
    this.audit = new Audit(link, properties, keys, clock);
    this.fleet = new Fleet(link, keys, properties.lease());
    this.folding = new Folding(link, keys, clock);
    this.costs = new FunctionCosts(link, keys);
  }

  /** Who does not sweep would not notice that Redis was away, and knows of no outage later on. */
  JobStore.Seat seat(String process) {
    try {
      var names = keys.ofSeats();
      var arguments = new Arguments().add(clock.get()).add(process).add(SEATS).add(SEAT.toMillis());
      var reply = new Reply(link.call(s -> s.scripts().call(Script.SEAT, names, arguments)));
      boolean taken = reply.text(0).equals("taken");
      if (!taken) {
        fleet.distrust();
      }
      return new JobStore.Seat(taken, (int) reply.number(1));
    } catch (StoreException e) {
      fleet.distrust();
      throw e;
    }
  }

  /** {@code store} takes the jobs that a sweep submits. */
  JobStore.Swept run(RedisJobStore store) {
    try {
      return run(store, fleet.glance(clock.get()));
    } catch (StoreException e) {
      fleet.distrust();
      throw e;
    }
  }

  /** What is late comes first, and with few round trips: the network may be slow. */
  private JobStore.Swept run(RedisJobStore store, Fleet.Sight glance) {
    long now = glance.now();
    var late = expired(keys.due(), now);
    var sight = late.isEmpty() || glance.isNew() ? glance : fleet.look(clock.get());
    var dead = fleet.dead(sight);
    int reclaimed = 0;
    var lost = new ArrayList<LostLeases>();
    for (var job :
        late.stream()
            .flatMap(id -> chunk(id).stream())
            .collect(Collectors.groupingBy(ChunkId::job))
            .entrySet()) {
      reclaimed += handle(job.getKey(), () -> reclaim(job.getKey(), job.getValue(), dead, lost));
    }
    int purged = 0;
    for (var id : expired(keys.gc(), now)) {
      var job = new JobId(id);
      purged += handle(job, () -> purgeExpired(job));
    }
    if (sight.isNew()) {
      fleet.tidy(sight);
    }
    int _ = handle("reductions", () -> none(() -> folding.run(store)));
    int _ = handle("audit", () -> none(() -> audit.run(now)));
    int _ = handle("costs", () -> none(() -> keepCosts(sight)));
    return new JobStore.Swept(reclaimed, purged, lost);
  }

  /**
   * Costs of functions that no worker has told of for long are of no use; while nobody is there,
   * nobody knows.
   */
  private void keepCosts(Fleet.Sight sight) {
    costsKept = costsKept == 0 ? sight.now() : costsKept;
    if (sight.now() - costsKept < COSTS_KEPT.toMillis()
        || sight.workers().stream().noneMatch(Worker.Seen::alive)) {
      return;
    }
    costsKept = sight.now();
    costs.keep(
        sight.workers().stream()
            .flatMap(seen -> seen.worker().functions().stream())
            .map(FunctionDescriptor::pinned)
            .collect(Collectors.toSet()));
  }

  /** What cannot be a chunk would come first for ever, and is removed. */
  private Optional<ChunkId> chunk(String id) {
    try {
      return Optional.of(ChunkId.parse(id));
    } catch (RuntimeException e) {
      LOG.error("there is no such chunk: {}", id, e);
      link.call(s -> s.commands().zrem(keys.due().getBytes(UTF_8), id.getBytes(UTF_8)));
      return Optional.empty();
    }
  }

  /** A job that a script stumbles over must not hold up the others. */
  private static int handle(Object job, IntSupplier step) {
    try {
      return step.getAsInt();
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue(LogKey.JOB_ID, job).setCause(e).log("a job could not be swept");
      return 0;
    }
  }

  private static int none(Runnable step) {
    step.run();
    return 0;
  }

  private List<String> expired(String key, long now) {
    var upToNow = Range.create(Double.NEGATIVE_INFINITY, (double) now);
    return link
        .call(s -> s.commands().zrangebyscore(key.getBytes(UTF_8), upToNow, Limit.create(0, MOST)))
        .stream()
        .map(id -> new String(id, UTF_8))
        .toList();
  }

  private int reclaim(
      JobId job, List<ChunkId> chunks, Map<String, String> dead, List<LostLeases> lost) {
    var arguments = new Arguments().add(clock.get()).add(job.value());
    var records = records(job, chunks);
    for (var chunk : chunks) {
      var record = records.getOrDefault(chunk, NOBODY);
      var name = dead.get(record.worker());
      arguments.add(chunk.toString()).add(name == null ? 0 : 1);
      record.addCrash(arguments, chunk, name == null ? "" : name);
    }
    var answers =
        new Reply(link.call(s -> s.scripts().call(Script.RECLAIM, keys.ofJob(job), arguments)));
    var reclaimed =
        IntStream.range(0, chunks.size())
            .filter(at -> isProgress(answers.text(at)))
            .mapToObj(at -> records.getOrDefault(chunks.get(at), NOBODY).worker())
            .toList();
    reclaimed.stream()
        .filter(worker -> !worker.isEmpty())
        .collect(Collectors.groupingBy(worker -> worker, Collectors.summingInt(_ -> 1)))
        .forEach((worker, count) -> lost.add(new LostLeases(job, worker, count)));
    return reclaimed.size();
  }

  private static boolean isProgress(String answer) {
    return !answer.equals("early") && !answer.equals("dropped");
  }

  private Map<ChunkId, LeaseRecord> records(JobId job, List<ChunkId> chunks) {
    var names =
        chunks.stream().map(chunk -> chunk.toString().getBytes(UTF_8)).toArray(byte[][]::new);
    var values = link.call(s -> s.commands().hmget(keys.chunks(job).getBytes(UTF_8), names));
    Map<ChunkId, LeaseRecord> records = new LinkedHashMap<>();
    for (int i = 0; i < chunks.size(); i++) {
      var chunk = chunks.get(i);
      values
          .get(i)
          .ifHasValue(value -> records.put(chunk, LeaseRecord.of(new String(value, UTF_8))));
    }
    return records;
  }

  private int purgeExpired(JobId id) {
    var arguments = new Arguments().add(clock.get()).add(id.value()).add("expired");
    var answer =
        new Reply(link.call(s -> s.scripts().call(Script.PURGE, keys.ofJob(id), arguments)))
            .text(0);
    if (answer.equals("reopening")) {
      reopening.complete(id);
    }
    return answer.equals("purged") ? 1 : 0;
  }
}
