package starmap.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import starmap.chunk.Block;
import starmap.job.Input;
import starmap.job.Job;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.JobState;
import starmap.job.Mode;
import starmap.job.NewJob;
import starmap.job.OnError;
import starmap.job.ResultStorage;
import starmap.localredis.RedisServer;
import starmap.localredis.RedisSite;
import starmap.localredis.Source;
import starmap.store.JobResults;
import starmap.store.JobStore;
import starmap.store.Redis;
import starmap.store.StoreProperties;
import starmap.store.Stores;

/** A Redis of its own, with jobs in it. Its time goes on only when it is told to. */
public final class Lab implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final RedisSite redis;
  private final AbstractRedisClient client;
  private final RedisClient plain;
  private final AtomicLong clock = new AtomicLong(System.currentTimeMillis());
  private final Stores stores;
  private final JobStore store;

  private Lab(RedisSite redis) {
    this.redis = redis;
    this.client = redis.client();
    this.plain = redis.master().client();
    this.stores = new Stores(client, StoreProperties.defaults(), TIMEOUT);
    this.store = open();
  }

  /** A Redis whose data outlives a crash where it is persistent. */
  public static Lab open(boolean persistent) {
    return new Lab(Redis.start(Source.BEST, persistent));
  }

  /** The server that holds the data, to be treated badly. */
  public RedisServer redis() {
    return redis.master();
  }

  /** Arguments of a service on this Redis. */
  public String[] arguments(String... more) {
    return Redis.arguments(redis, more);
  }

  /** Plain commands. */
  public RedisCommands<String, String> raw() {
    return plain.connect().sync();
  }

  /** Opens further connections. */
  public Stores stores() {
    return stores;
  }

  /** Stores on another way to the same Redis. */
  public Stores through(AbstractRedisClient other) {
    return new Stores(other, StoreProperties.defaults(), TIMEOUT);
  }

  /** Stores of this one live in the lab's time. */
  public JobStore open(Stores other) {
    return other.jobs(() -> Long.toString(clock.get()));
  }

  /** A store of its own connection, in the lab's time. */
  public JobStore open() {
    return stores.jobs(() -> Long.toString(clock.get()));
  }

  /** The lab's own store. */
  public JobStore store() {
    return store;
  }

  /** Lets time pass. */
  public void pass(Duration time) {
    clock.addAndGet(time.toMillis());
  }

  /** Submits generated integers from 0. */
  public JobId range(String function, int count, int chunkSize) {
    var spec = new JobSpec(function, Mode.MAP, new Input.Range(0, 1));
    return submit(spec, count, null, options(chunkSize, OnError.COLLECT));
  }

  /** Submits an array of items as one block. */
  public JobId items(JobSpec spec, String array, int count, NewJob.Options options) {
    return submit(spec, NewJob.UNKNOWN, new Block(0, count, array.getBytes(UTF_8)), options);
  }

  /** Options of a job whose results are kept. */
  public static NewJob.Options options(int chunkSize, OnError onError) {
    return new NewJob.Options(
        chunkSize, onError, ResultStorage.KEPT, Duration.ofHours(1), false, Map.of());
  }

  /** The job as it is now. */
  public Job job(JobId id) {
    return store.find(id).orElseThrow();
  }

  /** Whether the job has ended. */
  public boolean hasEnded(JobId id) {
    return job(id).state().isTerminal();
  }

  /** The state of the job. */
  public JobState state(JobId id) {
    return job(id).state();
  }

  /** Results without a gap from index 0 on; a failed item as {@code !type: message}. */
  public List<String> results(JobId id) {
    var results = new ArrayList<String>();
    while (true) {
      var entries =
          store
              .collect(
                  new JobResults.Collect(
                      id, JobResults.Order.INPUT, results.size(), 1 << 20, List.of()))
              .orElseThrow()
              .entries();
      if (entries.isEmpty()) {
        return results;
      }
      entries.forEach(entry -> results.addAll(Chunks.values(entry.segment())));
    }
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, TIMEOUT);
    plain.shutdown(Duration.ZERO, TIMEOUT);
    redis.close();
  }

  private JobId submit(JobSpec spec, long total, Block block, NewJob.Options options) {
    var id = JobId.random();
    store.submit(new NewJob(id, "hash", spec, total, options), block);
    return id;
  }
}
