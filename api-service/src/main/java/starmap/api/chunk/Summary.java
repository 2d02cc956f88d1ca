package starmap.api.chunk;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import starmap.chunk.LedgerEntry;
import starmap.job.Job;
import starmap.job.ResultStorage;
import starmap.store.Ledger;

/**
 * The chunks of one job, summed up. The ledger is only ever appended to, so a look reads what came
 * since the last one; a retry, which turns the ledger, lets it begin anew.
 */
final class Summary {
  /** Whoever else looks within this time sees the same. */
  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private String incarnation = "";
  private long position;
  private Cells cells = new Cells(0);
  private @Nullable Timeline timeline;
  private @Nullable Look last;

  /**
   * A summary as it was seen.
   *
   * @param job what it is of, as it was then
   * @param at time of {@link System#nanoTime}
   * @param tag another one wherever anything differs that is shown
   * @param view what is shown
   */
  record Look(Job job, long at, String tag, SummaryView view) {
    private boolean isGood(Job now, long time) {
      return job.equals(now) || (!now.state().isTerminal() && time - at < FRESH_NANOS);
    }
  }

  /** Reads on and looks. Those who come meanwhile wait, and see the same. */
  synchronized Look look(Job job, Ledger ledger) {
    var seen = last;
    if (seen != null && seen.isGood(job, System.nanoTime())) {
      return seen;
    }
    readOn(job, ledger);
    long total = Math.max(0, job.counts().total());
    cells.cover(total);
    // behind the log: what is recorded in between is in neither, and nothing in both
    var look = look(job, total, ledger.outstanding());
    last = look;
    return look;
  }

  private void readOn(Job job, Ledger ledger) {
    if (job.storage() == ResultStorage.NONE) {
      // its ledger is not kept; all that is known is how far it is complete
      beginAnew(job);
      cells.addPrefix(job.counts().contiguousUntil());
      return;
    }
    List<LedgerEntry> entries;
    do {
      entries = next(job, ledger);
      entries.forEach(entry -> add(job, entry));
      position += entries.size();
    } while (entries.size() == Ledger.PAGE);
  }

  private List<LedgerEntry> next(Job job, Ledger ledger) {
    var stretch = ledger.stretch(position);
    if (!stretch.incarnation().equals(incarnation)) {
      var begin = position == 0 ? stretch : ledger.stretch(0);
      beginAnew(job);
      incarnation = begin.incarnation();
      return begin.entries();
    }
    return stretch.entries();
  }

  private void beginAnew(Job job) {
    position = 0;
    cells = new Cells(job.counts().total());
    timeline = null;
  }

  private void add(Job job, LedgerEntry entry) {
    cells.add(entry.start(), entry.length(), entry.failed());
    var line = timeline;
    if (line == null) {
      var started = job.times().started() == null ? entry.started() : job.times().started();
      line = new Timeline(Objects.requireNonNullElse(started, job.times().created()));
      timeline = line;
    }
    line.add(entry);
  }

  private Look look(Job job, long total, List<LedgerEntry> outstanding) {
    var leased = cells.empty(total);
    var delayed = cells.empty(total);
    for (var chunk : outstanding) {
      if (chunk.state() == LedgerEntry.State.LEASED) {
        cells.spread(leased, chunk.start(), chunk.length(), chunk.length());
      } else if (chunk.state() == LedgerEntry.State.DELAYED) {
        cells.spread(delayed, chunk.start(), chunk.length(), chunk.length());
      }
    }
    boolean isKept = job.storage() != ResultStorage.NONE;
    long recorded = isKept ? position : job.chunks().recorded();
    var map =
        new SummaryView.Cells(
            cells.width(), cells.recorded(total), cells.failed(total), leased, delayed);
    var times = timeline == null ? new Timeline(job.times().created()) : timeline;
    int hash = Objects.hash(incarnation, total, cells.width(), Arrays.hashCode(leased));
    var tag = recorded + "-" + Integer.toHexString(31 * hash + Arrays.hashCode(delayed));
    return new Look(job, System.nanoTime(), tag, new SummaryView(recorded, map, times.view()));
  }
}
