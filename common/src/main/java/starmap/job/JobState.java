package starmap.job;

/**
 * Where a job is in its life: {@code ACCEPTING → QUEUED → RUNNING →} one of the terminal states,
 * and PAUSED in place of QUEUED or RUNNING. Only a retry leads out of one, from PARTIAL or FAILED
 * back to RUNNING.
 */
public enum JobState {
  /**
   * Input is still arriving. Set by create; a job that stays here past its upload deadline is
   * purged.
   */
  ACCEPTING,
  /** All input is stored, no worker has claimed a chunk yet. Set by seal. */
  QUEUED,
  /**
   * All input is stored and a worker has claimed a chunk. Set by claim, or by seal where work began
   * during the upload.
   */
  RUNNING,
  /** All input is stored, and nothing more is claimed until a client lets it go on. */
  PAUSED,
  /** Every item has a value. */
  SUCCEEDED,
  /** Every item was computed, some failed, and the job collects errors. */
  PARTIAL,
  /** An item failed and the job was to fail with it. */
  FAILED,
  /** Ended by a client. */
  CANCELLED,
  /** Its time was over before it was complete, or its upload was abandoned. */
  EXPIRED;

  /** True where nothing is computed any more. */
  public boolean isTerminal() {
    return switch (this) {
      case ACCEPTING, QUEUED, RUNNING, PAUSED -> false;
      case SUCCEEDED, PARTIAL, FAILED, CANCELLED, EXPIRED -> true;
    };
  }
}
