package starmap.bench;

import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import starmap.job.JobId;
import starmap.store.StoreProperties;
import starmap.store.Stores;

/** Endless jobs, every third of which has double the weight of the two others. */
final class Shares {
  private static final long ENDLESS = 1_000_000_000;
  private static final int HALF = 2;
  private static final int WHOLE = 5;

  private final BenchJobs jobs;
  private final int number;
  private final int millis;
  private final List<JobId> half = new ArrayList<>();
  private final List<JobId> whole = new ArrayList<>();
  private long halfBefore;
  private long wholeBefore;

  Shares(RedisClient client, int number, int millis) {
    var stores = new Stores(client, StoreProperties.defaults(), Duration.ofSeconds(10));
    this.jobs = new BenchJobs(stores.jobs());
    this.number = number;
    this.millis = millis;
  }

  void submit() {
    for (int i = 0; i < number; i++) {
      boolean isWhole = i % 3 == 2;
      (isWhole ? whole : half).add(jobs.sleeps(ENDLESS, millis, isWhole ? WHOLE : HALF));
    }
  }

  /** What is done from now on counts. */
  void begin() {
    halfBefore = done(half);
    wholeBefore = done(whole);
  }

  /** The share of the jobs of double weight: 0.5 is fair. */
  double share() {
    double ofWhole = (double) done(whole) - wholeBefore;
    double ofHalf = (double) done(half) - halfBefore;
    return RedisMeter.round(ofWhole / (ofWhole + ofHalf));
  }

  private long done(List<JobId> some) {
    return some.stream()
        .mapToLong(id -> jobs.store().find(id).orElseThrow().counts().succeeded())
        .sum();
  }
}
