package starmap.function;

import java.util.Map;

/** What a function may know about the call it is in. */
public interface CallContext {
  /** The job. */
  String jobId();

  /** The item's index in the job, from 0. */
  long index();

  /** 1 for the first execution of the item's chunk. */
  int attempt();

  /**
   * Values that the job gives to every call, by name. Those named like a component of a record
   * argument are part of the argument already.
   */
  Map<String, RawJson> constants();

  /**
   * True when the result will not be used: a long computation should end then. The thread is
   * interrupted as well.
   */
  boolean isCancelled();
}
