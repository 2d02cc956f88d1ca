package starmap.bench;

import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.Part;
import starmap.chunk.Segment;
import starmap.chunk.Settlement;
import starmap.fleet.Activity;
import starmap.fleet.Worker;
import starmap.job.Job;
import starmap.job.JobId;
import starmap.store.JobStore;
import starmap.store.StoreProperties;
import starmap.store.Stores;

/** A job whose items cost nothing: what is left is what Redis does for each chunk. */
final class EmptyChunks {
  private static final int SLOTS = 8;
  private static final int MOST_CHUNKS = 64;
  private static final int CURVE_MS = 1_000;
  private static final Duration MOST_WORK = Duration.ofMillis(5);

  private final Stores stores;
  private final RedisMeter meter;

  EmptyChunks(RedisClient client, RedisMeter meter) {
    stores = new Stores(client, StoreProperties.defaults(), Duration.ofSeconds(10));
    this.meter = meter;
  }

  /** Millions of items, and how many of them make a chunk. */
  Map<String, Object> run(int millions, int chunkSize) throws InterruptedException {
    long items = millions * 1_000_000L;
    stores.workers().register(worker());
    var store = stores.jobs();
    store.sweep();
    var before = meter.read();
    var id = new BenchJobs(store).nothing(items, chunkSize);
    var slots =
        IntStream.range(0, SLOTS)
            .mapToObj(i -> Thread.ofPlatform().start(() -> slot("slot-" + i, id)))
            .toList();
    var curve = memory(store, id);
    for (var slot : slots) {
      slot.join();
    }
    return result(items, chunkSize, before, curve, store.find(id).orElseThrow());
  }

  private Map<String, Object> result(
      long items, int chunkSize, RedisMeter.Reading before, List<Double> curve, Job job) {
    var used = RedisMeter.between(before, meter.read());
    var result = new LinkedHashMap<String, Object>();
    double chunks = (double) items / chunkSize;
    double seconds = RedisMeter.number(used, "seconds");
    result.put("items", items);
    result.put("chunk_size", chunkSize);
    result.put("state", job.state());
    result.put("succeeded", job.counts().succeeded());
    result.put("chunks_per_second", RedisMeter.round(chunks / seconds));
    result.put(
        "cpu_us_per_chunk",
        RedisMeter.round(RedisMeter.number(used, "cpu_percent") * 1e4 * seconds / chunks));
    result.putAll(used);
    result.put("memory_mb_each_second", curve);
    return result;
  }

  private List<Double> memory(JobStore store, JobId id) throws InterruptedException {
    var curve = new ArrayList<Double>();
    while (!hasEnded(store, id)) {
      TimeUnit.MILLISECONDS.sleep(CURVE_MS);
      curve.add(RedisMeter.round(meter.read().number("used_memory") / 1e6));
    }
    return curve;
  }

  private static boolean hasEnded(JobStore store, JobId id) {
    return store.find(id).orElseThrow().state().isTerminal();
  }

  private void slot(String worker, JobId id) {
    var store = stores.jobs();
    var claim = new JobStore.Claim(worker, MOST_CHUNKS, MOST_WORK);
    List<Settlement> computed = List.of();
    do {
      var round = store.settleAndClaim(computed, claim);
      computed = round.claimed().stream().map(EmptyChunks::computed).toList();
    } while (!computed.isEmpty() || !hasEnded(store, id));
  }

  private static Settlement computed(ClaimedChunk chunk) {
    var segment = new Segment(chunk.id().length(), 0, new byte[0]);
    return new Settlement(
        chunk.id(),
        chunk.token(),
        Duration.ofNanos(1_000),
        List.of(new Part.Recorded(segment, null)));
  }

  private static Worker worker() {
    return new Worker(
        "w",
        "w",
        "bench",
        1,
        0,
        Instant.EPOCH,
        SLOTS,
        0,
        false,
        List.of(),
        List.of(),
        Activity.NONE);
  }
}
