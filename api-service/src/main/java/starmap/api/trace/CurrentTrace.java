package starmap.api.trace;

import starmap.job.NewJob;

/** The trace that the request at hand belongs to. */
@FunctionalInterface
public interface CurrentTrace {
  /** Where this process takes no part in traces. */
  CurrentTrace NONE = job -> job;

  /** The same job as a part of the trace, so that its chunks become one, too. */
  NewJob on(NewJob job);
}
