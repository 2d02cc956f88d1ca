package starmap.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.LeaseState;
import starmap.chunk.Part;
import starmap.chunk.SettleResult;
import starmap.chunk.Settlement;
import starmap.fleet.Activity;
import starmap.fleet.FunctionDescriptor;
import starmap.fleet.Worker;
import starmap.job.Job;
import starmap.job.JobId;
import starmap.wire.Json;

/** What tests of the store do again and again, in one line each. */
record Scene(Redis redis) {
  static final Duration LEASE = StoreProperties.defaults().lease();
  static final String WORKER = "w1";
  private static final Keys KEYS = Keys.SINGLE;
  private static final Duration ENDLESS = Duration.ofDays(1);

  JobStore store() {
    return redis.store();
  }

  /** Submits a range. */
  JobId submit(JobPlan plan) {
    store().submit(plan.job(), null);
    return plan.id();
  }

  /** Creates a job and puts one block; it is not sealed. */
  JobId upload(JobPlan plan, int items) {
    store().create(plan.job());
    store().put(plan.id(), Parts.block(0, items));
    return plan.id();
  }

  List<ClaimedChunk> claim(int most) {
    return claim(WORKER, most);
  }

  /** Claims several chunks, in several calls: one of unknown cost comes alone. */
  List<ClaimedChunk> claim(String worker, int most) {
    var all = new ArrayList<ClaimedChunk>();
    while (all.size() < most) {
      var some = store().claim(new JobStore.Claim(worker, most - all.size(), ENDLESS));
      if (some.isEmpty()) {
        break;
      }
      all.addAll(some);
    }
    return all;
  }

  /** Claims the next chunk, which must be there. */
  ClaimedChunk claimOne() {
    return claimOne(WORKER);
  }

  ClaimedChunk claimOne(String worker) {
    var claimed = claim(worker, 1);
    assertThat(claimed).hasSize(1);
    return claimed.getFirst();
  }

  SettleResult settle(ClaimedChunk chunk, Part... parts) {
    return settle(settlement(chunk, Duration.ofMillis(1), parts));
  }

  SettleResult settle(Settlement settlement) {
    redis.invariants().splits(splits(settlement));
    return store().settle(List.of(settlement)).getFirst();
  }

  /** How many chunks more there may be: a delayed one leaves its place in the window to another. */
  static int splits(Settlement settlement) {
    long delayed = settlement.parts().stream().filter(Part.Delayed.class::isInstance).count();
    return settlement.parts().size() - 1 + (int) delayed;
  }

  /** Records squares for the whole chunk. */
  SettleResult record(ClaimedChunk chunk) {
    return settle(chunk, Parts.squares(chunk.id().start(), chunk.id().length()));
  }

  static Settlement settlement(ClaimedChunk chunk, Duration busy, Part... parts) {
    return new Settlement(chunk.id(), chunk.token(), busy, Arrays.asList(parts));
  }

  LeaseState extend(ClaimedChunk chunk, int position) {
    var held = new JobStore.Held(chunk.id(), chunk.token(), position);
    return store().extend(List.of(held)).states().getFirst();
  }

  /** Lets all leases end, and sweeps. */
  JobStore.Swept expire() {
    redis.clock().advance(LEASE.plusMillis(1));
    return sweep();
  }

  JobStore.Swept sweep() {
    var swept = store().sweep();
    redis.invariants().splits(2 * swept.reclaimed());
    return swept;
  }

  /** A heartbeat in virtual time. */
  void heartbeat(String worker, int slots) {
    heartbeat(worker, slots, Set.of());
  }

  /** The same of one that has functions of these sources. */
  void heartbeat(String worker, int slots, Set<String> sources) {
    var now = redis.clock().get();
    var seen =
        new Worker(
            worker,
            worker,
            "host",
            1,
            0,
            java.time.Instant.EPOCH,
            slots,
            0,
            false,
            sources.stream().map(Scene::function).toList(),
            List.of(),
            Activity.NONE);
    var arguments = new Arguments().add(now).add(worker).add(Json.MAPPER.writeValueAsBytes(seen));
    redis.link().call(s -> s.scripts().call(Script.REGISTER, KEYS.ofWorkers(), arguments));
  }

  private static FunctionDescriptor function(String source) {
    var signature = new FunctionDescriptor.Signature("", List.of(), "", null);
    var origin = new FunctionDescriptor.Origin(source, java.time.Instant.EPOCH, true);
    return new FunctionDescriptor("square", "1", "python", signature, origin);
  }

  /** Computes everything that can be computed now. */
  void drain() {
    for (var claimed = claim(8); !claimed.isEmpty(); claimed = claim(8)) {
      claimed.forEach(this::record);
    }
  }

  /** Computes everything that can be computed now, and none of it succeeds. */
  void failAll() {
    for (var claimed = claim(8); !claimed.isEmpty(); claimed = claim(8)) {
      for (var chunk : claimed) {
        settle(chunk, Parts.failures(chunk.id().start(), chunk.id().length(), "Boom"));
      }
    }
  }

  Job find(JobId id) {
    return store().find(id).orElseThrow();
  }

  /** Values in input order as far as there are any; a failed item shows as its error's type. */
  List<String> values(JobId id) {
    var values = new ArrayList<String>();
    for (var entries = collect(id, 0); !entries.isEmpty(); entries = collect(id, values.size())) {
      for (var entry : entries) {
        assertThat(entry.start()).isEqualTo(values.size());
        values.addAll(values(entry));
      }
    }
    return values;
  }

  List<JobResults.Entry> collect(JobId id, long from) {
    var question = new JobResults.Collect(id, JobResults.Order.INPUT, from, 1 << 20, List.of());
    return store().collect(question).orElseThrow().entries();
  }

  static List<String> values(JobResults.Entry entry) {
    var segment = entry.segment();
    var values = new ArrayList<String>();
    for (var slices = segment.values(); slices.next(); ) {
      values.add(new String(segment.bytes(), slices.start(), slices.length(), US_ASCII));
    }
    segment.errors().forEach(error -> values.set(error.offset(), error.type()));
    return values;
  }

  /** The squares of 0 to {@code total}. */
  static List<String> squares(long total) {
    return java.util.stream.LongStream.range(0, total).mapToObj(i -> Long.toString(i * i)).toList();
  }
}
