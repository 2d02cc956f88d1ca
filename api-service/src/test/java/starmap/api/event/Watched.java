package starmap.api.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import starmap.job.Input;
import starmap.job.Job;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.JobState;
import starmap.job.Mode;
import starmap.job.ResultStorage;
import starmap.job.Transition;

/** Jobs as watchers see them. */
final class Watched {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Watched() {}

  /** A running one of a million items. */
  static Job job(long done) {
    return job(JobState.RUNNING, done, 1_000_000, true, List.of());
  }

  /** One in a state, with the changes of state that led to it. */
  static Job job(JobState state, long done, List<Transition> history) {
    return job(state, done, 1_000_000, true, history);
  }

  static Job job(
      JobState state, long done, long total, boolean totalIsFinal, List<Transition> history) {
    var finished = state.isTerminal() ? START.plusSeconds(100) : null;
    return new Job(
        JobId.ofIdempotencyKey("test", "watched"),
        state,
        new JobSpec("square@1", Mode.MAP, new Input.Items()),
        ResultStorage.KEPT,
        new Job.Counts(total, totalIsFinal, total - done, 0, done, 0, 0, 0, done),
        new Job.Chunks(0, 1, 0),
        new Job.Times(START, START, finished, finished),
        null,
        Map.of(),
        Job.Settings.DEFAULT,
        history,
        null);
  }

  /** The change of this number. */
  static Transition change(long number, JobState state) {
    return new Transition(number, state, START.plusSeconds(number));
  }
}
