package starmap.function;

/** What a function may know about the call it is in. */
public interface CallContext {
  /** The job. */
  String jobId();

  /** The item's index in the job, from 0. */
  long index();

  /** 1 for the first execution of the item's chunk. */
  int attempt();

  /**
   * True when the result will not be used: a long computation should end then. The thread is
   * interrupted as well.
   */
  boolean isCancelled();
}
