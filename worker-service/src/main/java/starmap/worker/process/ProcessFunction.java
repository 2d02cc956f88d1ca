package starmap.worker.process;

import static java.util.stream.Collectors.joining;

import org.jspecify.annotations.Nullable;
import starmap.chunk.ClaimedChunk;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.Mode;
import starmap.wire.Json;
import starmap.worker.execute.FunctionRuntime;
import starmap.worker.execute.ItemSource;
import starmap.worker.function.ArgumentCheck;

/** A function whose items are computed by children. */
final class ProcessFunction implements FunctionRuntime {
  private final String name;
  private final Protocol protocol;
  private final ChildPool pool;
  private final int together;
  private final ArgumentCheck arguments;
  private volatile @Nullable Pace pace;

  /**
   * A function of a program.
   *
   * @param name what the children call it
   * @param pool its children, which serve other functions, too
   * @param together how many items of a batch a child computes at the same time
   * @param arguments what its items must be
   */
  ProcessFunction(
      String name, Protocol protocol, ChildPool pool, int together, ArgumentCheck arguments) {
    this.name = name;
    this.protocol = protocol;
    this.pool = pool;
    this.together = together;
    this.arguments = arguments;
  }

  Protocol protocol() {
    return protocol;
  }

  ChildPool pool() {
    return pool;
  }

  Limits limits() {
    return pool.limits();
  }

  ArgumentCheck.OfJob check(JobSpec spec) {
    return arguments.of(spec);
  }

  int together() {
    return together;
  }

  /** How many items of a job it was good to send together last; 1 where nothing is known of it. */
  int pace(JobId job) {
    var last = pace;
    return last != null && last.job.equals(job) ? last.items : 1;
  }

  /** So many items of a job are best sent together. */
  void keepPace(JobId job, int items) {
    pace = new Pace(job, items);
  }

  @Override
  public void run(ClaimedChunk chunk, ItemSource items, Progress progress) {
    var constants = chunk.spec().constants();
    if (protocol == Protocol.LINES && constants != null && !constants.isEmpty()) {
      while (progress.wantsMore()) {
        progress.failure(
            "InvalidArgument",
            "this function takes no constants: its program knows items only; it would have to speak the protocol arrays");
      }
      return;
    }
    new ProcessRun(this, chunk, items, progress).run();
  }

  /** How items of a job are to be called; null where a child knows one way only. */
  @Nullable String header(JobSpec spec) {
    if (protocol == Protocol.LINES) {
      return null;
    }
    var constants = spec.constants();
    var header =
        "{\"function\":%s,\"mode\":\"%s\""
            .formatted(
                Json.MAPPER.writeValueAsString(name), spec.mode() == Mode.MAP ? "map" : "starmap");
    if (constants == null || constants.isEmpty()) {
      return header + "}";
    }
    return constants.entrySet().stream()
        .map(one -> Json.MAPPER.writeValueAsString(one.getKey()) + ":" + one.getValue())
        .collect(joining(",", header + ",\"constants\":{", "}}"))
        .replace('\n', ' ')
        .replace('\r', ' ');
  }

  private record Pace(JobId job, int items) {}
}
