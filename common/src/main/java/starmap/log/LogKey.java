package starmap.log;

/**
 * The keys that messages in the log may have, and no others; docs/logs.md tells what they are. None
 * is a name that the Elastic Common Schema knows for something else, and each has values of one
 * type.
 */
public final class LogKey {
  /** Which job. */
  public static final String JOB_ID = "jobId";

  /** Which function, {@code name@version} where it is known. */
  public static final String FUNCTION = "function";

  /** Which worker: its id. */
  public static final String WORKER = "worker";

  /** Which chunk. */
  public static final String CHUNK = "chunk";

  /** Which execution of the chunk. */
  public static final String ATTEMPT = "attempt";

  /** How many chunks. */
  public static final String CHUNKS = "chunks";

  /** How a job or a lease stands. */
  public static final String STATE = "state";

  /** Items of a job that have a value. */
  public static final String SUCCEEDED = "succeeded";

  /** Items of a job that failed. */
  public static final String FAILED = "failed";

  /** How long it took. */
  public static final String SECONDS = "seconds";

  /** What an attempt came to. */
  public static final String RESULT = "result";

  /** Why, in words of ours, of Redis or of the operating system. */
  public static final String CAUSE = "cause";

  /** Where functions come from. */
  public static final String SOURCE = "functionSource";

  /** A file or a folder of functions. */
  public static final String FILE = "functionFile";

  /** How many slots. */
  public static final String SLOTS = "slots";

  private LogKey() {}
}
