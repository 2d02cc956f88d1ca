package starmap.meter;

/** Every meter of Starmap. {@code docs/metrics.md} is for people; a test compares the two. */
public enum MeterName {
  /** Counter in an API process. */
  JOB_SUBMITTED("job.submitted", "Jobs that this process has brought into the store"),
  /** Counter of the whole installation; tag state. */
  JOB_ENDED("job.ended", "Jobs that have ended"),
  /** Timer of the whole installation; tag state. */
  JOB_DURATION("job.duration", "Time from the acceptance of a job to its end"),
  /** Gauge of the whole installation. */
  JOB_ACTIVE("job.active", "Jobs that have not ended"),
  /** Gauge of the whole installation. */
  JOB_STALLED("job.stalled", "How long that running job has not moved that moved least lately"),
  /** Gauge of the whole installation. */
  QUEUE_BACKLOG("queue.backlog", "Chunks that wait for a worker"),
  /** Gauge of the whole installation. */
  QUEUE_OLDEST("queue.oldest", "How long the next chunk of a queue has waited for a worker"),
  /** Counter of the whole installation. */
  CHUNK_RECLAIMED("chunk.reclaimed", "Chunks that were taken back from workers that were silent"),
  /** Gauge of the whole installation; tag state. */
  WORKERS("workers", "Live workers"),
  /** Gauge of the whole installation. */
  STORE_MEMORY_USED("store.memory.used", "Memory that Redis uses"),
  /** Gauge of the whole installation. */
  STORE_MEMORY_MAX("store.memory.max", "Memory that Redis may use; 0 without a limit"),
  /** Timer in any process; tags verb and outcome. */
  STORE_CALL("store.call", "Calls of the store, with their way to Redis and back"),
  /** Timer in a worker. */
  CHUNK_WAIT("chunk.wait", "Time from when a chunk was ready to when this worker claimed it"),
  /** Timer in a worker; tags function and outcome. */
  CHUNK_EXECUTION("chunk.execution", "Time that a slot spent on a chunk"),
  /** Counter in a worker; tags function and outcome. */
  ITEM_PROCESSED("item.processed", "Items that this worker has computed and recorded"),
  /** Counter in a worker. */
  LEASE_LOST("lease.lost", "Chunks whose lease this worker lost while it held them"),
  /** Gauge in a worker. */
  WORKER_SLOTS("worker.slots", "Chunks that this worker computes at a time, at most"),
  /** Gauge in a worker. */
  WORKER_SLOTS_BUSY("worker.slots.busy", "Slots of this worker that are at work");

  /** Of tags whose values are a closed set; that of {@link FunctionTag} is bounded. */
  public static final String STATE = "state";

  /** How something ended. */
  public static final String OUTCOME = "outcome";

  /** What a store was asked. */
  public static final String VERB = "verb";

  /** A function's plain name. */
  public static final String FUNCTION = "function";

  private final String id;
  private final String description;

  MeterName(String id, String description) {
    this.id = "starmap." + id;
    this.description = description;
  }

  /** The name in Micrometer's form, such as {@code starmap.queue.backlog}. */
  public String id() {
    return id;
  }

  /** One line for whoever reads a scrape. */
  public String description() {
    return description;
  }
}
