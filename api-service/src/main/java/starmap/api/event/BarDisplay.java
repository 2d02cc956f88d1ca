package starmap.api.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import starmap.api.job.JobView;
import starmap.job.Job;
import starmap.job.JobState;

/** One line of plain text that is drawn again and again, for {@code curl -N} in a terminal. */
final class BarDisplay implements Display {
  private static final int COLUMNS = 79;
  private static final int LONGEST_BAR = 24;
  private static final int SHORTEST_BAR = 5;

  private final OutputStream out;
  private String drawn = "";

  BarDisplay(OutputStream out) {
    this.out = out;
  }

  @Override
  public void show(Job job, OptionalDouble rate, Instant now) throws IOException {
    var line = line(job, rate, now);
    if (job.state().isTerminal()) {
      var clear = drawn.isEmpty() ? "" : "\r" + " ".repeat(drawn.length());
      out.write((clear + "\r" + line + "\n").getBytes(US_ASCII));
    } else if (!line.equals(drawn)) {
      var rest = " ".repeat(Math.max(0, drawn.length() - line.length()));
      out.write(("\r" + line + rest).getBytes(US_ASCII));
    }
    drawn = line;
  }

  private static String line(Job job, OptionalDouble rate, Instant now) {
    boolean ended = job.state().isTerminal();
    var view =
        JobView.of(job, now, !ended && rate.isPresent() ? (Double) rate.getAsDouble() : null);
    var progress = view.progress();
    var words = new ArrayList<String>();
    words.add(items(job.counts()));
    if (progress.itemsPerSecond() != null) {
      words.add(perSecond(progress.itemsPerSecond()));
    }
    if (ended) {
      words.add("took " + clock(taken(job)));
    } else if (progress.etaSeconds() != null && job.counts().totalIsFinal()) {
      words.add("ETA " + clock(progress.etaSeconds()));
    }
    words.add("failed " + job.counts().failed());
    if (job.state() != JobState.RUNNING) {
      words.add(job.state().name());
    }
    return job.counts().totalIsFinal() ? bar(progress.percent(), words) : String.join("  ", words);
  }

  private static String items(Job.Counts counts) {
    long done = counts.succeeded() + counts.failed();
    return done
        + (counts.totalIsFinal() ? "/" : " of ")
        + counts.total()
        + (counts.totalIsFinal() ? "" : " so far");
  }

  /** What is left of the terminal's width is for the bar. */
  private static String bar(double percent, List<String> words) {
    var share = String.format(Locale.ROOT, "%5.1f%%", percent);
    var text = String.join("  ", words);
    int room = COLUMNS - share.length() - text.length() - " [] ".length();
    int width = Math.clamp(room, SHORTEST_BAR, LONGEST_BAR);
    int full = (int) (width * percent / 100);
    return share + " [" + "#".repeat(full) + ".".repeat(width - full) + "] " + text;
  }

  private static String perSecond(double rate) {
    return String.format(Locale.ROOT, rate < 10 ? "%.1f/s" : "%.0f/s", rate);
  }

  private static long taken(Job job) {
    var times = job.times();
    return times.started() == null || times.finished() == null
        ? 0
        : Math.max(0, Duration.between(times.started(), times.finished()).toSeconds());
  }

  private static String clock(long seconds) {
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
