package starmap.store;

/** What a job must have survived before it is called accepted. */
public enum Durability {
  /** What Redis is set up for. */
  FAST,

  /**
   * Besides, a replica has it, so that it survives the loss of the master's machine. Without a
   * replica no job is accepted.
   */
  REPLICATED
}
