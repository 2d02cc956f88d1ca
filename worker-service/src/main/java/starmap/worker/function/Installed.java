package starmap.worker.function;

import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import starmap.fleet.FunctionDescriptor;
import starmap.log.LogKey;
import starmap.worker.execute.FunctionRuntime;

/** A source that is in the catalogue, or was: it is closed when it is out and at rest. */
final class Installed {
  private static final Logger LOG = LoggerFactory.getLogger(Installed.class);

  private final String file;
  private final String version;
  private final FunctionSource source;
  private final Instant since;
  private final boolean current;
  private final Usage usage;

  /** The version of a file, as it comes. */
  Installed(FunctionFile file, FunctionSource source) {
    this(
        file.original().getFileName().toString(),
        file.source(),
        source,
        file.changed(),
        true,
        new Usage());
  }

  private Installed(
      String file,
      String version,
      FunctionSource source,
      Instant since,
      boolean current,
      Usage usage) {
    this.file = file;
    this.version = version;
    this.source = source;
    this.since = since;
    this.current = current;
    this.usage = usage;
  }

  /** A function of the worker itself. */
  static Installed builtIn(FunctionSource source) {
    return new Installed("built-in", "built-in", source, Instant.EPOCH, true, new Usage());
  }

  /** What is to be true of it from now on. */
  Installed as(boolean current, Instant since) {
    usage.touch();
    return new Installed(file, version, source, since, current, usage);
  }

  String file() {
    return file;
  }

  String version() {
    return version;
  }

  Instant since() {
    return since;
  }

  boolean isCurrent() {
    return current;
  }

  boolean isBuiltIn() {
    return version.equals("built-in");
  }

  /** When it was last used or moved, by {@link System#nanoTime}. */
  long touched() {
    return usage.touched();
  }

  /** As the registry shows them. */
  List<FunctionDescriptor> descriptors() {
    return source.descriptors().stream()
        .map(one -> one.from(new FunctionDescriptor.Origin(one.origin().source(), since, current)))
        .toList();
  }

  /** Runs one of its functions, and keeps the source from being closed meanwhile. */
  FunctionRuntime runtime(String name) {
    var runtime = source.runtime(name);
    if (isBuiltIn()) {
      return runtime;
    }
    return (chunk, items, progress) -> {
      if (!usage.begin()) {
        while (progress.wantsMore()) {
          progress.unknown(chunk.spec().function());
        }
        return;
      }
      try {
        runtime.run(chunk, items, progress);
      } finally {
        if (usage.end()) {
          close();
        }
      }
    };
  }

  /**
   * Takes no further chunks. True where it is at rest, and to be closed now; else it closes itself.
   */
  boolean retire() {
    return usage.retire();
  }

  void close() {
    try {
      source.close();
    } catch (Throwable e) { // it may be the code of a user
      LOG.atWarn()
          .addKeyValue(LogKey.FILE, version)
          .setCause(e)
          .log("functions did not close in good order");
    }
  }

  /** How many chunks run on a source. */
  private static final class Usage {
    private int runs;
    private boolean retired;
    private long touched = System.nanoTime();

    synchronized boolean begin() {
      if (retired) {
        return false;
      }
      runs++;
      return true;
    }

    /** True where the last user of a retired source has gone. */
    synchronized boolean end() {
      runs--;
      touched = System.nanoTime();
      return retired && runs == 0;
    }

    synchronized boolean retire() {
      boolean first = !retired;
      retired = true;
      return first && runs == 0;
    }

    synchronized void touch() {
      touched = System.nanoTime();
    }

    synchronized long touched() {
      return runs > 0 ? System.nanoTime() : touched;
    }
  }
}
