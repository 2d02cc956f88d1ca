package starmap.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import starmap.chunk.Block;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.Part;
import starmap.chunk.SettleResult;
import starmap.chunk.Settlement;
import starmap.job.Input;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.JobState;
import starmap.job.Mode;
import starmap.job.NewJob;
import starmap.job.OnError;
import starmap.job.ResultStorage;
import starmap.localredis.Executable;
import starmap.localredis.LocalRedis;
import starmap.localredis.Source;
import starmap.wire.SegmentWriter;

class RedisJobStoreIT {
  private static LocalRedis redis;
  private static RedisClient client;
  private static JobStore store;

  @BeforeAll
  static void start() {
    var source =
        Source.valueOf(
            System.getProperty("starmap.test.redis", "best").toUpperCase(java.util.Locale.ROOT));
    assumeTrue(
        source != Source.INSTALLED || Executable.installed().isPresent(),
        "no redis-server is installed");
    redis = LocalRedis.start(source);
    client = RedisClient.create(redis.uri());
    store = new Stores(client, StoreProperties.defaults(), Duration.ofSeconds(5)).jobs();
  }

  @AfterAll
  static void stop() {
    if (redis != null) {
      client.shutdown();
      redis.close();
    }
  }

  @Test
  void rangeJobIsComputedOnceAndReadInOrder() {
    var id = JobId.random();
    store.submit(
        new NewJob(id, "h", spec(new Input.Range(0, 1)), 100_000, options(0, ResultStorage.KEPT)),
        null);

    for (var claimed = claim(); !claimed.isEmpty(); claimed = claim()) {
      assertThat(store.settle(claimed.stream().map(RedisJobStoreIT::squared).toList()))
          .containsOnly(SettleResult.RECORDED);
    }

    assertThat(store.find(id).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(read(id)).isEqualTo(100_000);
    assertThat(store.purge(id)).isTrue();
    assertThat(client.connect().sync().keys("*j:*")).isEmpty();
  }

  @Test
  void keptAndReturnedPartsAreClaimedAgainAndReplaysChangeNothing() {
    var id = JobId.random();
    store.create(
        new NewJob(
            id, "h", spec(new Input.Items()), NewJob.UNKNOWN, options(3, ResultStorage.KEPT)));
    var block = new Block(0, 3, "[1,2,3]".getBytes(US_ASCII));
    assertThat(store.put(id, block)).isEqualTo(JobStore.PutResult.STORED);
    assertThat(store.put(id, block)).isEqualTo(JobStore.PutResult.EXISTS);
    store.seal(id);
    var chunk = claim().getFirst();

    var first =
        new Settlement(
            chunk.id(),
            chunk.token(),
            Duration.ZERO,
            List.of(part("1"), new Part.Kept(1), new Part.Returned(1)));
    assertThat(store.settle(List.of(first))).containsExactly(SettleResult.RECORDED);
    assertThat(store.settle(List.of(first))).containsExactly(SettleResult.GONE);
    var kept =
        new Settlement(chunk.id().range(1, 1), chunk.token(), Duration.ZERO, List.of(part("4")));
    assertThat(store.settle(List.of(kept))).containsExactly(SettleResult.RECORDED);
    var returned = claim().getFirst();
    assertThat(returned.attempt()).isEqualTo(1);
    store.settle(
        List.of(
            new Settlement(returned.id(), returned.token(), Duration.ZERO, List.of(part("9")))));

    assertThat(store.find(id).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
    store.purge(id);
  }

  private static List<ClaimedChunk> claim() {
    return store.claim(new JobStore.Claim("w1", 4, Duration.ofMillis(5)));
  }

  private static Settlement squared(ClaimedChunk chunk) {
    var writer = new SegmentWriter();
    for (long i = chunk.id().start(); i < chunk.id().end(); i++) {
      writer.value(Long.toString(i * i).getBytes(US_ASCII));
    }
    return new Settlement(
        chunk.id(),
        chunk.token(),
        Duration.ofMillis(1),
        List.of(new Part.Recorded(writer.finish(), null)));
  }

  private static Part part(String value) {
    var writer = new SegmentWriter();
    writer.value(value.getBytes(US_ASCII));
    return new Part.Recorded(writer.finish(), null);
  }

  private static long read(JobId id) {
    var values = new ArrayList<String>();
    long from = 0;
    while (true) {
      var entries =
          store
              .collect(new JobStore.Collect(id, JobStore.Order.INPUT, from, 1 << 20, List.of()))
              .orElseThrow()
              .entries();
      if (entries.isEmpty()) {
        return values.size();
      }
      for (var entry : entries) {
        assertThat(entry.start()).isEqualTo(from);
        var slices = entry.segment().values();
        for (long i = from; slices.next(); i++) {
          var value =
              new String(entry.segment().bytes(), slices.start(), slices.length(), US_ASCII);
          assertThat(value).isEqualTo(Long.toString(i * i));
          values.add(value);
        }
        from += entry.segment().count();
      }
    }
  }

  private static JobSpec spec(Input input) {
    return new JobSpec("square@1", Mode.MAP, input);
  }

  private static NewJob.Options options(int chunkSize, ResultStorage storage) {
    return new NewJob.Options(
        chunkSize, OnError.COLLECT, storage, Duration.ofHours(1), false, Map.of());
  }
}
