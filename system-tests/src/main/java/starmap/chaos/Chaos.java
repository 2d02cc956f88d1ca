package starmap.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import starmap.localredis.Topology;

/** {@code ./starmap chaos}. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    description =
        "Kills processes and breaks connections of an installation under load, checks every result, and exits with 1 where a promise was broken.")
public final class Chaos implements Callable<Integer> {
  private static final int APIS = 3;
  private static final int WORKERS = 4;
  private static final long LONG_STREAM_MILLIS = 40_000;

  @Option(
      names = "--kills",
      defaultValue = "60",
      description = "processes to kill, suspend or stop (default: 60)")
  private int kills;

  @Option(names = "--jobs", description = "jobs to submit (default: 10 for 3 kills)")
  private @Nullable Integer jobs;

  @Option(
      names = "--items",
      description = "items of all jobs together (default: 5000 for each job)")
  private @Nullable Long items;

  @Option(
      names = "--redis",
      defaultValue = "SINGLE",
      description =
          "single, or sentinel or cluster, where each loss of a master is a failover and jobs are accepted when a replica has them (default: single)")
  private Topology topology = Topology.SINGLE;

  @Option(
      names = "--lease",
      defaultValue = "3s",
      converter = Time.class,
      description = "starmap.store.lease of the installation (default: 3s)")
  private Duration lease = Duration.ZERO;

  @Option(
      names = "--max-recovery",
      converter = Time.class,
      description =
          "also fails where one of a hundred recoveries took longer; for a machine that does nothing else")
  private @Nullable Duration maxRecovery;

  @Option(
      names = "--seed",
      description = "replays the plan and the load of another run (default: a new one)")
  private @Nullable Long seed;

  @Option(
      names = "--rolling",
      description =
          "kills nothing: instead restarts each of three API processes and four workers so often, one after the other, behind a load balancer")
  private int rounds;

  @Option(
      names = "--keep-logs",
      description = "keeps what the processes and the attacker wrote, also after a good run")
  private boolean keepLogs;

  /** Runs the command; its result is the exit code of the process. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Chaos()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    int blows = rounds > 0 ? rounds * (APIS + WORKERS) : kills;
    int jobCount = jobs == null ? Math.ceilDiv(10 * blows, 3) : jobs;
    long itemCount = items == null ? 5_000L * jobCount : items;
    long chosen = seed == null ? ThreadLocalRandom.current().nextInt(1 << 30) : seed;
    // Redis is killed on purpose, and nobody needs to hear of it
    LoggingSystem.get(Chaos.class.getClassLoader()).setLogLevel("io.lettuce", LogLevel.ERROR);
    System.out.println("seed " + chosen);
    return rounds > 0 ? roll(jobCount, itemCount, chosen) : kill(jobCount, itemCount, chosen);
  }

  private int kill(int jobCount, long itemCount, long chosen)
      throws IOException, InterruptedException {
    var report =
        new ChaosRun(
                new ChaosRun.Size(topology, kills, jobCount, itemCount, lease, chosen, keepLogs))
            .run();
    System.out.println(report.table());
    return report.isGood() && report.recoveredWithin(maxRecovery) ? 0 : 1;
  }

  private int roll(int jobCount, long itemCount, long chosen)
      throws IOException, InterruptedException {
    // java.net.http would repeat a GET that broke off, and nobody would hear of it
    System.setProperty("jdk.httpclient.redirects.retrylimit", "1");
    var size =
        new RollingRun.Size(
            topology, rounds, APIS, WORKERS, jobCount, itemCount, LONG_STREAM_MILLIS, chosen);
    var report = new RollingRun(size).run();
    System.out.println(report.table());
    return report.isGood() ? 0 : 1;
  }

  private static final class Time implements CommandLine.ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return DurationStyle.detectAndParse(text);
    }
  }
}
