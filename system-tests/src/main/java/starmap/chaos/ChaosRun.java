package starmap.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;
import starmap.chaos.attack.Attacker;
import starmap.chaos.attack.Plan;
import starmap.chaos.load.Entrance;
import starmap.chaos.load.Load;
import starmap.chaos.load.Violations;
import starmap.chaos.site.Installation;
import starmap.localredis.Topology;

/** One run: an installation, load on it, and attacks. */
final class ChaosRun {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long SLEEP_MILLIS_PER_KILL = 12_000;

  private final Size size;

  /**
   * How much.
   *
   * @param topology what kind of Redis
   * @param kills processes to kill, suspend or stop
   * @param jobs jobs to submit meanwhile
   * @param items items of all jobs
   * @param lease of the installation
   * @param seed decides plan and load
   * @param keepLogs whether logs stay after a good run, too
   */
  record Size(
      Topology topology,
      int kills,
      int jobs,
      long items,
      Duration lease,
      long seed,
      boolean keepLogs) {}

  ChaosRun(Size size) {
    this.size = size;
  }

  /** Runs, and tells how it went. */
  Report run() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    var logs = Files.createTempDirectory("starmap-chaos");
    try (var journal = new PrintStream(logs.resolve("journal.log").toFile(), UTF_8);
        var site = new Installation(size.topology(), size.lease(), logs)) {
      var attacker =
          new Attacker(
              site,
              size.lease(),
              Plan.of(size.topology(), size.seed(), size.kills()),
              what -> journal.println(Instant.now() + " " + what));
      long sleepMillis = SLEEP_MILLIS_PER_KILL * size.kills() / size.jobs();
      var load =
          new Load(
              new Load.Size(size.seed(), size.jobs(), size.items(), sleepMillis),
              Entrance.inTurn(site.addresses()));
      load.start(attacker::progress);
      attacker.run();
      load.finish(PATIENCE);
      requireNothingActive(site, load.violations());
      var report = new Report(size, attacker, load, since(begin), logs);
      if (report.isGood() && !size.keepLogs()) {
        boolean _ = FileSystemUtils.deleteRecursively(logs);
      }
      return report;
    }
  }

  /** Asks Redis itself, which also knows of jobs that clients never heard of. */
  static void requireNothingActive(Installation site, Violations violations)
      throws InterruptedException {
    long begin = System.nanoTime();
    var active = site.leases().activeJobs();
    while (active.orElse(1) > 0 && since(begin).compareTo(PATIENCE) < 0) {
      TimeUnit.MILLISECONDS.sleep(100);
      active = site.leases().activeJobs();
    }
    if (active.orElse(1) != 0) {
      violations.add(Violations.Kind.NOT_ENDED, "Redis counts active jobs: " + active);
    }
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
