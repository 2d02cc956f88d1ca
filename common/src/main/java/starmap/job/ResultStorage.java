package starmap.job;

/** How long results stay in the store. */
public enum ResultStorage {
  /** Until the job is purged. */
  KEPT,
  /** Until they were collected once; dispatch pauses while too much is unread. */
  UNTIL_READ,
  /** Not at all: items are only counted. */
  NONE
}
