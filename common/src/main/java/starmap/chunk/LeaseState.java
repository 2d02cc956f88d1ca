package starmap.chunk;

/** What extend says about one chunk. */
public enum LeaseState {
  /** The lease was renewed. */
  HELD,
  /** Another worker holds the chunk, or it is queued again. */
  LOST,
  /** The range is recorded already, or the job has ended. */
  GONE
}
