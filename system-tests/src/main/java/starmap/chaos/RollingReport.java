package starmap.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import starmap.chaos.attack.Roller;
import starmap.chaos.attack.Times;
import starmap.chaos.load.Load;
import starmap.chaos.load.Violations;

/**
 * How a run went.
 *
 * @param size what was asked for
 * @param roller what was restarted
 * @param load what was submitted and read
 * @param duration from start to end
 * @param logs what the processes wrote
 */
record RollingReport(RollingRun.Size size, Roller roller, Load load, Duration duration, Path logs) {

  /** Whether nothing failed. */
  boolean isGood() {
    return load.violations().isEmpty() && roller.slowStops() == 0 && load.ended() == size.jobs();
  }

  /** For people. */
  String table() {
    var requests = load.requests();
    var lines = new ArrayList<String>();
    lines.add(Report.row("seed", size.seed()));
    lines.add(Report.row("restarts", roller.restarts() + " in " + size.rounds() + " rounds"));
    lines.add(Report.row("items", "%,d in %d jobs".formatted(size.items(), size.jobs())));
    lines.add(Report.row("jobs ended", load.ended()));
    lines.add(Report.row("requests", "%,d".formatted(requests.sent())));
    lines.addAll(Report.rows(load.violations(), EnumSet.allOf(Violations.Kind.class)));
    lines.add(Report.row("answered 503", requests.unavailable()));
    lines.add(Report.row("streams cut", requests.cut() + ", and gone on with"));
    lines.add(Report.row("API ends after", times(roller.apis())));
    lines.add(Report.row("worker ends after", times(roller.workers())));
    lines.add(Report.row("slow to stop", roller.slowStops()));
    lines.add(Report.row("duration", duration.toSeconds() + " s"));
    if (!isGood()) {
      lines.add(Report.row("logs", logs));
    }
    return String.join("\n", Report.concat(lines, load.violations().examples()));
  }

  private static String times(Times times) {
    return "p50 %s, max %s of %d"
        .formatted(
            Report.seconds(times.quantile(0.5)), Report.seconds(times.quantile(1)), times.count());
  }
}
