package starmap.worker.folder;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import starmap.fleet.BrokenFile;
import starmap.log.LogKey;
import starmap.worker.function.DuplicateFunctionException;
import starmap.worker.function.FunctionCatalog;
import starmap.worker.function.SourceFactory;

/**
 * Watches a folder, and puts into the catalogue what its files have. Adding, changing or removing a
 * file takes effect within two looks.
 */
public final class FunctionFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FunctionFolder.class);
  private static final Duration PERIOD = Duration.ofMillis(400);
  private static final Duration FIRST_PERIOD = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final int MOST_LOADS = 4;
  private static final int MOST_TOLD = 100;

  private final Path folder;
  private final List<SourceFactory> factories;
  private final FunctionCatalog catalog;
  private final Duration keepVersions;
  private final Copies copies;
  private final Map<String, WatchedFile> files = new TreeMap<>();
  private final LinkedBlockingQueue<Load> loads = new LinkedBlockingQueue<>();
  private final Set<String> told = new HashSet<>();
  private volatile boolean stopped;
  private @Nullable Thread thread;

  /**
   * Loads files of {@code folder} by the first factory that accepts each. Versions that were
   * replaced are kept for {@code keepVersions} after they were last used.
   */
  public FunctionFolder(
      Path folder, List<SourceFactory> factories, FunctionCatalog catalog, Duration keepVersions) {
    this.folder = folder.toAbsolutePath().normalize();
    this.factories = List.copyOf(factories);
    this.catalog = catalog;
    this.keepVersions = keepVersions;
    this.copies = new Copies();
  }

  /** Loads what is there, and then watches until closed. */
  public void start() {
    try {
      look();
      if (!files.isEmpty()) {
        takeInUntil(System.nanoTime() + FIRST_PERIOD.toNanos());
        loadAll();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    thread = Thread.ofPlatform().daemon().name("starmap-folder").start(this::loop);
  }

  /** Closes all that came from files as well. */
  @Override
  public void close() {
    stopped = true;
    try {
      if (thread != null) {
        thread.interrupt();
        boolean _ = thread.join(SOON);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    for (var load = loads.poll(); load != null; load = loads.poll()) {
      load.discard();
    }
    catalog.close();
    copies.close();
  }

  /** In the order of names: of two with the same function, every worker should take the same. */
  private void loadAll() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Map<String, Load> loaded = new TreeMap<>();
    look();
    while (atWork() > 0 && System.nanoTime() < end) {
      var load = loads.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (load != null) {
        loaded.put(load.entry().name(), load);
        look(); // it is the turn of others
      }
    }
    loads.forEach(load -> loaded.put(load.entry().name(), load));
    loads.clear();
    loaded.values().forEach(this::takeIn);
  }

  private void loop() {
    try {
      while (!stopped) {
        takeInUntil(System.nanoTime() + PERIOD.toNanos());
        look();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void takeInUntil(long end) throws InterruptedException {
    var load = loads.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    while (load != null) {
      takeIn(load);
      load = loads.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }

  private void look() {
    try {
      var listing = Listing.of(folder, factories);
      listing.unknown().forEach(name -> tell("nothing is known to do with the file", name));
      listing.files().forEach(this::see);
      forgetAllBut(listing.files().stream().map(Listing.Entry::name).collect(Collectors.toSet()));
      catalog.expire(keepVersions);
    } catch (Throwable e) { // a folder that cannot be read now may be readable again
      tell("the folder of functions cannot be read, so it is taken as it was: " + e, "");
    }
    tellBroken();
  }

  private void see(Listing.Entry entry) {
    var file = files.computeIfAbsent(entry.name(), WatchedFile::new);
    if (file.see(entry.stamp()) && atWork() < MOST_LOADS) {
      file.begin(entry.stamp());
      Load.start(file, entry, copies, catalog::has, this::hand);
    }
  }

  private long atWork() {
    return files.values().stream().filter(WatchedFile::isAtWork).count();
  }

  private void forgetAllBut(Set<String> there) {
    var gone =
        files.entrySet().stream()
            .filter(one -> !there.contains(one.getKey()) && one.getValue().miss())
            .map(Map.Entry::getKey)
            .toList();
    for (var name : gone) {
      files.remove(name);
      catalog.remove(name);
    }
    if (!gone.isEmpty()) {
      files.values().forEach(WatchedFile::othersChanged);
    }
  }

  private void hand(Load load) {
    load.file().returned();
    loads.add(load);
    if (stopped && loads.remove(load)) {
      load.discard();
    }
  }

  @SuppressWarnings("ReferenceEquality") // the very file that was there when it began
  private void takeIn(Load load) {
    var file = load.file();
    if (files.get(load.entry().name()) != file || !file.awaits(load.entry().stamp())) {
      load.discard();
      return;
    }
    try {
      takeIn(file, load.outcome());
    } catch (DuplicateFunctionException e) {
      file.failedAsDuplicate(String.valueOf(e.getMessage()));
      load.discard();
    } catch (Throwable e) { // a source that cannot even say what it has
      file.failed(e.toString());
      load.discard();
    }
    tellBroken();
  }

  private void takeIn(WatchedFile file, Load.Outcome outcome) throws DuplicateFunctionException {
    switch (outcome) {
      case Load.Outcome.Opened opened -> {
        catalog.install(opened.file(), opened.source());
        LOG.atInfo()
            .addKeyValue(LogKey.FILE, opened.file().source())
            .log("{} functions are there", opened.source().descriptors().size());
        settled(file);
      }
      case Load.Outcome.Known known -> {
        if (catalog.restore(known.file())) {
          settled(file);
        } else {
          file.again();
        }
      }
      case Load.Outcome.Failed failed -> file.failed(failed.error());
      case Load.Outcome.Changed _ -> file.again();
    }
  }

  private void settled(WatchedFile file) {
    file.loaded();
    files.values().forEach(WatchedFile::othersChanged);
  }

  private void tellBroken() {
    catalog.broken(
        files.values().stream()
            .<BrokenFile>mapMulti((file, sink) -> file.broken().ifPresent(sink))
            .limit(MOST_TOLD)
            .toList());
  }

  /** The same only once, and not without end. */
  private void tell(String what, String file) {
    if (told.size() < MOST_TOLD && told.add(what + file)) {
      LOG.atInfo().addKeyValue(LogKey.FILE, file.isEmpty() ? folder : file).log(what);
    }
  }
}
