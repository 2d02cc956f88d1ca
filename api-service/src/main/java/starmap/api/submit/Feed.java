package starmap.api.submit;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import starmap.api.job.Jobs;
import starmap.api.limits.Admission;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.chunk.Block;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.job.NewJob;
import starmap.job.ResultStorage;
import starmap.log.LogKey;
import starmap.store.JobStore;
import starmap.store.StoreException;

/**
 * Brings a job and its blocks into the store: in one call where there is one block or none, else
 * block by block.
 */
final class Feed {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  private final JobStore store;
  private final Admission admission;
  private final JobId id;
  private final @Nullable NewJob job;
  private final long mostWaiting;
  private final Room room;
  private @Nullable Block held;
  private JobStore.@Nullable Submission created;
  private volatile long items;

  /** Waits until it is worth putting a block again that there was no room for. */
  @FunctionalInterface
  interface Room {
    /** For an input that may wait as a whole. */
    Room UNLIMITED =
        () -> {
          throw new IllegalStateException("there is always room");
        };

    /** Waits. */
    void await();
  }

  /** Of a job that is not in the store. */
  Feed(JobStore store, Admission admission, NewJob job, long mostWaiting, Room room) {
    this(store, admission, job.id(), job, mostWaiting, room);
  }

  /** Of a job that is. */
  Feed(JobStore store, Admission admission, JobId id, long mostWaiting, Room room) {
    this(store, admission, id, null, mostWaiting, room);
    created = JobStore.Submission.CREATED;
  }

  private Feed(
      JobStore store,
      Admission admission,
      JobId id,
      @Nullable NewJob job,
      long mostWaiting,
      Room room) {
    this.store = store;
    this.admission = admission;
    this.id = id;
    this.job = job;
    this.mostWaiting = mostWaiting;
    this.room = room;
  }

  /** How many items are in the store, once this has put some there. */
  long items() {
    return items;
  }

  /** Whether something was taken that is not in the store. */
  boolean isHolding() {
    return held != null;
  }

  /** Takes the next block; false where the job wants no more. */
  boolean take(Block block) {
    if (held == null && created == null) {
      held = block;
      return true;
    }
    return flush() && put(block);
  }

  /** Puts what was held back for the sake of one call; false where the job wants no more. */
  boolean flush() {
    var first = held;
    if (created == null) {
      var wanted = Objects.requireNonNull(job);
      admission.require();
      created = accepted(store.create(wanted), wanted);
    }
    held = null;
    return created == JobStore.Submission.CREATED && (first == null || put(first));
  }

  /** The input is complete. */
  JobStore.Submission end() {
    var known = created;
    if (known == null) {
      var wanted = Objects.requireNonNull(job);
      admission.require();
      var submission = accepted(store.submit(wanted, held), wanted);
      items = held == null ? 0 : held.count();
      created = submission;
      return submission;
    }
    if (known == JobStore.Submission.CREATED) {
      store.seal(id);
    }
    return known;
  }

  /** The input will never be complete. */
  void abandon() {
    if (created == JobStore.Submission.CREATED) {
      try {
        boolean _ = store.abandon(id);
      } catch (StoreException _) {
        // the upload deadline removes it
      }
    }
  }

  private boolean put(Block block) {
    while (true) {
      admission.require();
      switch (store(block)) {
        case STORED -> {
          items = block.start() + block.count();
          return true;
        }
        case FULL -> room.await();
        case CLOSED, GONE -> {
          return false;
        }
        case EXISTS, GAP ->
            throw ProblemException.of(
                ProblemType.WRONG_OFFSET,
                "somebody else sends items of this job; those from " + block.start() + " are lost");
      }
    }
  }

  /** A connection that broke must not end a long upload; what stays away does. */
  private JobStore.PutResult store(Block block) {
    try {
      return store.put(id, block, mostWaiting);
    } catch (StoreException.Unavailable _) {
      var result = store.put(id, block, mostWaiting);
      return result == JobStore.PutResult.EXISTS ? JobStore.PutResult.STORED : result;
    }
  }

  /** The items of an early job may follow in other requests, so that its being open is no fault. */
  static JobStore.Submission accepted(JobStore.Submitted submitted, NewJob job) {
    return switch (submitted.submission()) {
      case CREATED -> {
        tell(job);
        yield JobStore.Submission.CREATED;
      }
      case EXISTS -> {
        if (submitted.state() == JobState.ACCEPTING && !job.options().early()) {
          throw ProblemException.of(
              ProblemType.STILL_UPLOADING,
              "the first request with this Idempotency-Key is still being read; repeat it later");
        }
        yield JobStore.Submission.EXISTS;
      }
      case CONFLICT ->
          throw ProblemException.of(
              ProblemType.IDEMPOTENCY_CONFLICT,
              "this Idempotency-Key was used for a request with another body: use a new key, or send the same body");
      case REFUSED -> throw Jobs.tooMany();
    };
  }

  /** Direct calls come by the thousand, and their clients know of them. */
  static void tell(NewJob job) {
    boolean isDirect = job.options().storage() == ResultStorage.UNTIL_READ;
    LOG.atLevel(isDirect ? Level.DEBUG : Level.INFO)
        .addKeyValue(LogKey.JOB_ID, job.id())
        .addKeyValue(LogKey.FUNCTION, job.spec().function())
        .log("job accepted");
  }
}
