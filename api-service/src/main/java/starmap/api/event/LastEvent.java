package starmap.api.event;

import java.util.List;
import org.jspecify.annotations.Nullable;
import starmap.job.Job;
import starmap.job.Transition;

/**
 * What a client had been told when its connection was cut.
 *
 * @param change number of the last change of state
 * @param ended whether it was told that the job had ended
 */
record LastEvent(long change, boolean ended) {
  private static final String END = ".end";

  /** Reads the header; what cannot be read says nothing. */
  static LastEvent of(@Nullable String header) {
    boolean ended = header != null && header.endsWith(END);
    var number = header == null ? "" : header.substring(0, header.length() - (ended ? 4 : 0));
    return number.matches("\\d{1,15}")
        ? new LastEvent(Long.parseLong(number), ended)
        : new LastEvent(0, false);
  }

  /** The id of the last event of a job with this history. */
  static String end(List<Transition> history) {
    return (history.isEmpty() ? 0 : history.getLast().number()) + END;
  }

  /** Whether there is nothing more to be told of the job, as browsers ask again and again. */
  boolean isEndOf(Job job) {
    return ended && job.state().isTerminal() && end(job.history()).equals(change + END);
  }
}
