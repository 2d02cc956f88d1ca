package starmap.worker.execute;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.Settlement;
import starmap.log.LogKey;
import starmap.store.JobStore;
import starmap.store.StoreException;
import starmap.worker.held.Drain;
import starmap.worker.held.HeldChunk;
import starmap.worker.trace.ChunkTraces;

/** Computes chunks on the thread that calls it. */
public final class ChunkRunner {
  private static final Logger LOG = LoggerFactory.getLogger(ChunkRunner.class);

  private final Functions functions;
  private final JobStore store;
  private final Drain drain;
  private final Executions executions;
  private final ChunkTraces traces;
  private final Company company;
  private final Routing routing;
  private final Map<HeldChunk, ChunkRun> runs = new ConcurrentHashMap<>();

  /** Finds what runs a function. */
  @FunctionalInterface
  public interface Functions {
    /**
     * By pinned name, or by a plain name in its highest version; empty where this worker does not
     * have it.
     */
    Optional<FunctionRuntime> find(String name);

    /** The sources that this worker has now, but for what is built in. */
    default Set<String> sources() {
      return Set.of();
    }
  }

  /** Nobody hears of its chunks. */
  public ChunkRunner(Functions functions, JobStore store, Drain drain) {
    this(functions, store, drain, Executions.UNHEARD, ChunkTraces.NONE);
  }

  /**
   * Long chunks are settled piece by piece in {@code store}; {@code executions} hears of every
   * chunk.
   */
  public ChunkRunner(
      Functions functions, JobStore store, Drain drain, Executions executions, ChunkTraces traces) {
    this.functions = functions;
    this.store = store;
    this.drain = drain;
    this.executions = executions;
    this.traces = traces;
    this.company = new Company(drain);
    this.routing = new Routing(functions);
  }

  /** Whether no further chunk should be claimed now: one that must run alone is here. */
  public boolean isClosed() {
    return company.isClosed();
  }

  /** Computes a chunk. What became of it; empty where it was lost on the way. */
  public Optional<Settlement> run(HeldChunk held) {
    if (routing.isForOthers(held.claimed().spec())) {
      return sendAway(held);
    }
    if (!company.join(held)) {
      return ended(held, new ChunkRun(held, store, drain, null));
    }
    try {
      long begun = System.nanoTime();
      var settlement = traces.trace(held.claimed(), () -> compute(held));
      long took = System.nanoTime() - begun;
      executions.ended(held.claimed().spec().function(), Executions.Fate.of(settlement), took);
      return settlement;
    } finally {
      company.leave(held);
    }
  }

  /**
   * Settles what is computed of a chunk while an item of it takes long, and shares what is behind
   * it where others starve. Called now and then by another thread than that which runs it, at a
   * time of {@link System#nanoTime}.
   *
   * @throws StoreException where Redis does not answer; the run settles later
   */
  public void relieve(HeldChunk held, long now) {
    var run = runs.get(held);
    if (run != null) {
      run.relieve(now);
    }
  }

  /**
   * To the workers that have its function. Where Redis does not answer the chunk is not given back,
   * or this worker would claim it again at once; it comes back when its lease ends.
   */
  private Optional<Settlement> sendAway(HeldChunk held) {
    try {
      routing.move(store, held);
      return ended(held, new ChunkRun(held, store, drain, null));
    } catch (StoreException e) {
      LOG.atInfo()
          .addKeyValue(LogKey.CHUNK, held.id())
          .addKeyValue(LogKey.CAUSE, e.getMessage())
          .log("a chunk of a function that is not here waits for the end of its lease");
      return Optional.empty();
    }
  }

  private static Optional<Settlement> ended(HeldChunk held, ChunkRun run) {
    return held.end() == HeldChunk.End.LOST ? Optional.empty() : Optional.of(run.settlement());
  }

  private Optional<Settlement> compute(HeldChunk held) {
    var chunk = held.claimed();
    var run = new ChunkRun(held, store, drain, reducer(chunk));
    runs.put(held, run);
    held.begin();
    try {
      runtime(chunk).run(chunk, ItemSource.of(chunk), run);
      failRest(run, "the chunk has no such item");
    } catch (Throwable e) { // whatever it is, the chunk must end, or its job never does
      LOG.atError()
          .addKeyValue(LogKey.CHUNK, held.id())
          .setCause(e)
          .log("a chunk could not be computed; its items fail");
      failRest(run, "the worker could not compute the chunk: " + e.getClass().getSimpleName());
    } finally {
      held.finish();
      runs.remove(held);
    }
    tell(chunk);
    return ended(held, run);
  }

  private static void tell(ClaimedChunk chunk) {
    LOG.atDebug()
        .addKeyValue(LogKey.CHUNK, chunk.id())
        .addKeyValue(LogKey.FUNCTION, chunk.spec().function())
        .addKeyValue(LogKey.ATTEMPT, chunk.attempt())
        .log("a chunk is through");
  }

  private FunctionRuntime runtime(ClaimedChunk chunk) {
    var function = chunk.spec().function();
    return switch (chunk.spec().mode()) {
      case CALLS -> new Calls(functions);
      case REDUCE -> new ArrayReduction(new Reducer(function, functions, chunk));
      case MAP, STARMAP -> functions.find(function).orElse(ChunkRunner::unknown);
    };
  }

  /** Null where the job's values are not folded by a function. */
  private @Nullable Reducer reducer(ClaimedChunk chunk) {
    var reduce = chunk.spec().reduce();
    return reduce == null || reduce.function() == null
        ? null
        : new Reducer(reduce.function(), functions, chunk);
  }

  private static void failRest(ChunkRun run, String message) {
    while (run.wantsMore()) {
      run.failure("Internal", message);
    }
  }

  static void unknown(ClaimedChunk chunk, ItemSource items, FunctionRuntime.Progress progress) {
    while (progress.wantsMore()) {
      progress.unknown(chunk.spec().function());
    }
  }
}
