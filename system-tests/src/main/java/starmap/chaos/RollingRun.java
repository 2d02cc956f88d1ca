package starmap.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.springframework.util.FileSystemUtils;
import starmap.chaos.attack.Roller;
import starmap.chaos.load.Balancer;
import starmap.chaos.load.Load;
import starmap.chaos.site.Installation;
import starmap.localredis.Topology;

/** An installation behind a load balancer, and each of its processes restarted under load. */
final class RollingRun {
  /**
   * So often the load balancer asks, and so long it waits for the answer: it learns within twice
   * that that a process ends.
   */
  private static final Duration PERIOD = Duration.ofMillis(500);

  private static final Duration LEASE = Duration.ofSeconds(15);

  /**
   * A delay that is longer than two of {@link #PERIOD}; a grace that long streams outlive, which
   * are cut; and a time-out that a busy machine does not reach, and that would be too long for an
   * end that waits for Redis.
   */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "STARMAP_API_SHUTDOWNDELAY", "2s",
          "SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE", "5s",
          "SPRING_DATA_REDIS_TIMEOUT", "60s");

  private final Size size;

  /**
   * How much.
   *
   * @param topology what kind of Redis
   * @param rounds how often every process is restarted
   * @param apis API processes
   * @param workers workers
   * @param jobs jobs to submit meanwhile
   * @param items items of all jobs
   * @param sleepMillis how long every third job takes one worker
   * @param seed decides the load
   */
  record Size(
      Topology topology,
      int rounds,
      int apis,
      int workers,
      int jobs,
      long items,
      long sleepMillis,
      long seed) {
    int restarts() {
      return rounds * (apis + workers);
    }
  }

  RollingRun(Size size) {
    this.size = size;
  }

  /** Runs, and tells how it went. */
  RollingReport run() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    var logs = Files.createTempDirectory("starmap-rolling");
    var processes =
        new Installation.Size(size.topology(), size.apis(), size.workers(), LEASE, SETTINGS);
    try (var journal = new PrintStream(logs.resolve("journal.log").toFile(), UTF_8);
        var site = new Installation(processes, logs);
        var balancer = new Balancer(site.addresses(), PERIOD)) {
      var roller =
          new Roller(
              site, processes, balancer, what -> journal.println(Instant.now() + " " + what));
      var load =
          new Load(
              new Load.Size(size.seed(), size.jobs(), size.items(), size.sleepMillis()), balancer);
      load.start(() -> (double) roller.restarts() / size.restarts());
      for (int i = 0; i < size.rounds(); i++) {
        roller.round();
      }
      load.finish(ChaosRun.PATIENCE);
      ChaosRun.requireNothingActive(site, load.violations());
      var report =
          new RollingReport(size, roller, load, Duration.ofNanos(System.nanoTime() - begin), logs);
      if (report.isGood()) {
        boolean _ = FileSystemUtils.deleteRecursively(logs);
      }
      return report;
    }
  }
}
