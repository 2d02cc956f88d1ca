package starmap.chaos;

import static starmap.chaos.load.Violations.Kind.LOST;
import static starmap.chaos.load.Violations.Kind.NOT_ENDED;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import starmap.chaos.attack.Attack;
import starmap.chaos.attack.Attacker;
import starmap.chaos.load.Load;
import starmap.chaos.load.Violations;

/**
 * How a run went.
 *
 * @param size what was asked for
 * @param attacker what was done
 * @param load what was submitted and read
 * @param duration from start to end
 * @param logs what the processes wrote
 */
record Report(ChaosRun.Size size, Attacker attacker, Load load, Duration duration, Path logs) {
  private static final double P99 = 0.99;

  /** Whether all promises were kept. */
  boolean isGood() {
    return load.violations().isEmpty() && attacker.slowStops() == 0;
  }

  /** Whether of a hundred recoveries 99 took no longer than {@code most}; null is any time. */
  boolean recoveredWithin(@Nullable Duration most) {
    return most == null || attacker.recoveries().times().quantile(P99).compareTo(most) <= 0;
  }

  /** For people. */
  String table() {
    var lines = new ArrayList<String>();
    lines.add(row("seed", size.seed()));
    lines.add(row("kills", size.kills() + ": " + done(Attack::isKill)));
    lines.add(row("network faults", done(attack -> !attack.isKill())));
    lines.add(row("items", "%,d in %d jobs".formatted(size.items(), size.jobs())));
    lines.add(row("jobs ended", load.ended()));
    lines.addAll(rows(load.violations(), EnumSet.range(LOST, NOT_ENDED)));
    lines.add(row("recovery", recovery()));
    lines.add(row("work wasted", wasted()));
    lines.add(row("requests repeated", load.requests().repeated()));
    lines.add(row("slow to stop", attacker.slowStops()));
    lines.add(row("duration", duration.toSeconds() + " s"));
    if (!isGood() || size.keepLogs()) {
      lines.add(row("logs", logs));
    }
    return String.join("\n", concat(lines, load.violations().examples()));
  }

  private String recovery() {
    var recoveries = attacker.recoveries().times();
    return "p50 %s, p99 %s, max %s of %d; lease %s"
        .formatted(
            seconds(recoveries.quantile(0.5)),
            seconds(recoveries.quantile(P99)),
            seconds(recoveries.quantile(1)),
            recoveries.count(),
            seconds(size.lease()));
  }

  private String wasted() {
    long items = attacker.recoveries().items();
    return "%,d items in chunks of killed workers (%.2f %%)"
        .formatted(items, 100.0 * items / size.items());
  }

  private String done(Predicate<Attack> which) {
    return attacker.done().entrySet().stream()
        .filter(entry -> which.test(entry.getKey()))
        .map(entry -> entry.getValue() + " " + entry.getKey().title())
        .collect(Collectors.joining("; "));
  }

  static List<String> rows(Violations violations, Set<Violations.Kind> kinds) {
    return kinds.stream()
        .map(
            kind ->
                row(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), violations.count(kind)))
        .toList();
  }

  static String seconds(Duration time) {
    return "%.1f s".formatted(time.toMillis() / 1000.0);
  }

  static String row(String name, Object value) {
    return "%-18s %s".formatted(name, value);
  }

  static List<String> concat(List<String> first, List<String> second) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
