package starmap.chunk;

/** What settle did with one chunk. */
public enum SettleResult {
  /** The parts took the chunk's place. */
  RECORDED,
  /** The lease was over, but nobody else had recorded the range: it counts. */
  LATE,
  /** Another worker holds the chunk; nothing was written. */
  LOST,
  /** The range is recorded already, or the job has ended; nothing was written. */
  GONE
}
