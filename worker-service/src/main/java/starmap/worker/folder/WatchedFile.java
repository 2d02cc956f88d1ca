package starmap.worker.folder;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import starmap.fleet.BrokenFile;

/**
 * A file of the folder from look to look. It is loaded when two looks in a row saw the same, and
 * called broken when the next one does as well: until then it may still be arriving.
 */
final class WatchedFile {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);
  private static final int LONGEST_ERROR = 1_000;

  /** A load that takes longer is told of, and others do not wait for it. */
  private static final Duration SLOW = Duration.ofSeconds(30);

  /** A file that was gone for one look may just be being replaced. */
  private static final int GONE = 2;

  private final String name;
  private Listing.@Nullable Stamp seen;
  private Listing.@Nullable Stamp tried;
  private boolean loading;
  private volatile boolean returned;
  private long loadingSince;
  private int missing;
  private @Nullable String failure;
  private @Nullable String error;
  private boolean duplicate;

  WatchedFile(String name) {
    this.name = name;
  }

  /** A look saw it. True where it should be loaded now. */
  boolean see(Listing.Stamp stamp) {
    missing = 0;
    if (!stamp.equals(seen)) {
      seen = stamp;
      return false;
    }
    if (failure != null && stamp.equals(tried)) {
      say(failure);
    }
    failure = null;
    if (isSlow()) {
      say("loading it takes longer than " + SLOW.toSeconds() + " s");
    }
    return (!loading || isSlow()) && !stamp.equals(tried);
  }

  /** A look did not see it. True where it is gone. */
  boolean miss() {
    missing++;
    return missing >= GONE;
  }

  void begin(Listing.Stamp stamp) {
    tried = stamp;
    loading = true;
    returned = false;
    loadingSince = System.nanoTime();
  }

  /** A load has ended, which is still to be taken in. */
  void returned() {
    returned = true;
  }

  /** Whether this is the load that it waits for; a slow one may have been overtaken. */
  boolean awaits(Listing.Stamp stamp) {
    return loading && stamp.equals(tried);
  }

  /** It has functions. */
  void loaded() {
    loading = false;
    failure = null;
    error = null;
    duplicate = false;
  }

  /** It may be broken. */
  void failed(String why) {
    loading = false;
    failure = why;
  }

  /**
   * Another file has a function of the same name; when the others have changed, it may be loaded.
   */
  void failedAsDuplicate(String why) {
    loading = false;
    duplicate = true;
    say(why);
  }

  /** It changed while it was loaded. */
  void again() {
    loading = false;
    tried = null;
  }

  /** Other files have changed. */
  void othersChanged() {
    if (duplicate && !loading) {
      tried = null;
    }
  }

  /** Whether it is being loaded, and not for long. */
  boolean isAtWork() {
    return loading && !returned && !isSlow();
  }

  Optional<BrokenFile> broken() {
    return Optional.ofNullable(error).map(why -> new BrokenFile(name, why));
  }

  private boolean isSlow() {
    return loading && System.nanoTime() - loadingSince > SLOW.toNanos();
  }

  private void say(String why) {
    var cut = why.length() <= LONGEST_ERROR ? why : why.substring(0, LONGEST_ERROR) + "…";
    if (!cut.equals(error)) {
      LOG.warn("{} is broken: {}", name, cut);
    }
    error = cut;
  }
}
