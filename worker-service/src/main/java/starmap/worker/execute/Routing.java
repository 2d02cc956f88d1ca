package starmap.worker.execute;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import starmap.job.JobSpec;
import starmap.job.Mode;
import starmap.job.Reduce;
import starmap.log.LogKey;
import starmap.store.JobStore;
import starmap.worker.held.HeldChunk;

/** Says which chunks other workers must compute, and sends them to these. */
final class Routing {
  private static final Logger LOG = LoggerFactory.getLogger(Routing.class);

  private final ChunkRunner.Functions functions;

  Routing(ChunkRunner.Functions functions) {
    this.functions = functions;
  }

  /**
   * Whether a function is missing here that comes from a source which others have. A worker that
   * has the source and lacks the function all the same fails its items: nobody else would do
   * better.
   */
  boolean isForOthers(JobSpec spec) {
    var source = spec.source();
    return source != null
        && lacks(spec)
        && !functions.sources().contains(source)
        && lacks(spec); // the source may have come just now
  }

  private boolean lacks(JobSpec spec) {
    return needed(spec).anyMatch(name -> functions.find(name).isEmpty());
  }

  private static Stream<String> needed(JobSpec spec) {
    var own = spec.mode() == Mode.CALLS ? Stream.<String>empty() : Stream.of(spec.function());
    var folding = Optional.ofNullable(spec.reduce()).map(Reduce::function);
    return Stream.concat(own, folding.stream());
  }

  /**
   * Moves the chunk's job to where it is computed.
   *
   * @throws starmap.store.StoreException where Redis does not answer
   */
  void move(JobStore store, HeldChunk held) {
    var source = Objects.requireNonNull(held.claimed().spec().source());
    var job = held.id().job();
    if (store.reroute(job, source) == JobStore.Rerouted.MOVED) {
      LOG.atInfo()
          .addKeyValue(LogKey.JOB_ID, job)
          .addKeyValue(LogKey.SOURCE, source)
          .log("this worker lacks a function; its job waits for those that have it");
    }
  }
}
