package starmap.worker.folder;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import starmap.worker.function.FunctionFile;
import starmap.worker.function.FunctionSource;

/** One try to load a file, on a thread of its own, since it may be the code of a user that runs. */
final class Load {
  private static final String WELCOME =
      "this is no file that has functions: welcome are .py and .jar files, programs, and .yaml files with a command";

  private final WatchedFile file;
  private final Listing.Entry entry;
  private final Outcome outcome;

  /** What became of it. */
  sealed interface Outcome {
    /** It has functions. */
    record Opened(FunctionFile file, FunctionSource source) implements Outcome {}

    /** Its functions are in the catalogue. */
    record Known(FunctionFile file) implements Outcome {}

    /** It is broken. */
    record Failed(String error) implements Outcome {}

    /** It changed under our hands. */
    record Changed() implements Outcome {}
  }

  private Load(WatchedFile file, Listing.Entry entry, Outcome outcome) {
    this.file = file;
    this.entry = entry;
    this.outcome = outcome;
  }

  /** Begins; {@code end} is told on the load's own thread. */
  static void start(
      WatchedFile file,
      Listing.Entry entry,
      Copies copies,
      Predicate<FunctionFile> isKnown,
      Consumer<Load> end) {
    var _ =
        Thread.ofPlatform()
            .daemon()
            .name("starmap-load-" + entry.name())
            .start(() -> end.accept(new Load(file, entry, outcome(entry, copies, isKnown))));
  }

  WatchedFile file() {
    return file;
  }

  Listing.Entry entry() {
    return entry;
  }

  Outcome outcome() {
    return outcome;
  }

  /** Nobody wants it any more. */
  void discard() {
    if (outcome instanceof Outcome.Opened opened) {
      var _ =
          Thread.ofPlatform().daemon().name("starmap-closer").start(() -> close(opened.source()));
    }
  }

  private static void close(FunctionSource source) {
    try {
      source.close();
    } catch (Throwable _) { // the code of a user, and nobody waits for it
      return;
    }
  }

  private static Outcome outcome(
      Listing.Entry entry, Copies copies, Predicate<FunctionFile> isKnown) {
    @Nullable FunctionFile copy = null;
    try {
      if (entry.factory() == null) {
        return new Outcome.Failed(WELCOME);
      }
      copy = copies.take(entry);
      if (!entry.isUnchanged()) {
        Copies.drop(copy);
        return new Outcome.Changed();
      }
      if (isKnown.test(copy)) {
        Copies.drop(copy);
        return new Outcome.Known(copy);
      }
      return new Outcome.Opened(copy, new CopiedSource(entry.factory().open(copy), copy));
    } catch (Throwable e) { // whatever a user's file does, it is one broken file
      if (copy != null) {
        Copies.drop(copy);
      }
      return new Outcome.Failed(words(e));
    }
  }

  /** What whoever put the file there should read. */
  private static String words(Throwable e) {
    try {
      var message = e.getMessage();
      return e instanceof Error || message == null || message.isBlank() ? e.toString() : message;
    } catch (Throwable _) { // the exception may be the user's as well
      return e.getClass().getName();
    }
  }
}
