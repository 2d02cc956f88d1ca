package starmap.worker.function;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import starmap.fleet.BrokenFile;
import starmap.fleet.FunctionDescriptor;
import starmap.function.ItemFunction;
import starmap.worker.execute.ChunkRunner;
import starmap.worker.execute.FunctionRuntime;

/** What this worker can compute: built-in functions, and those of files that come and go. */
public final class FunctionCatalog implements ChunkRunner.Functions, AutoCloseable {
  /** So many versions of a file are kept for jobs that pinned them. */
  private static final int MOST_KEPT = 8;

  private final List<Installed> sources = new ArrayList<>();
  private volatile Offer offer = new Offer(List.of(), Map.of());
  private volatile List<BrokenFile> broken = List.of();
  private volatile Runnable listener = () -> {};

  private FunctionCatalog() {}

  /** Finds and opens every function that a ServiceLoader can see. */
  @SuppressWarnings("rawtypes") // a ServiceLoader knows raw types only
  public static FunctionCatalog load() throws Exception {
    var found =
        ServiceLoader.load(ItemFunction.class).stream().map(ServiceLoader.Provider::get).toList();
    return open(found.stream().<ItemFunction<?, ?>>map(one -> one).toList());
  }

  /** Opens these functions; should one fail to, those before it are closed again. */
  static FunctionCatalog open(List<ItemFunction<?, ?>> functions) throws Exception {
    requireDifferentNames(functions);
    var catalog = new FunctionCatalog();
    try {
      for (var function : functions) {
        catalog.sources.add(Installed.builtIn(JavaSource.builtIn(List.of(function))));
      }
      catalog.offer = Offer.of(catalog.sources);
      return catalog;
    } catch (Exception e) {
      catalog.close();
      throw e;
    }
  }

  private static void requireDifferentNames(List<ItemFunction<?, ?>> functions) {
    Set<String> names = new HashSet<>();
    for (var function : functions) {
      var name = new JavaFunction(function, JavaFunction.Provenance.BUILT_IN).descriptor().pinned();
      if (!names.add(name)) {
        throw new IllegalArgumentException("two functions are named " + name);
      }
    }
  }

  /** Calls it after every change, on the thread that makes it. */
  public void onChange(Runnable listener) {
    this.listener = listener;
  }

  /** All functions, as the registry shows them. */
  public List<FunctionDescriptor> descriptors() {
    return offer.descriptors();
  }

  /** Files that could not be loaded. */
  public List<BrokenFile> broken() {
    return broken;
  }

  @Override
  public Set<String> sources() {
    return descriptors().stream()
        .map(function -> function.origin().source())
        .filter(source -> !source.equals(FunctionDescriptor.Origin.BUILT_IN.source()))
        .collect(Collectors.toSet());
  }

  @Override
  public Optional<FunctionRuntime> find(String name) {
    return offer.find(name);
  }

  /**
   * Has a version of a file from now on; the one before stays for jobs that pinned it.
   *
   * @throws DuplicateFunctionException where another file has a function of the same name; nothing
   *     changes then
   */
  public void install(FunctionFile file, FunctionSource source) throws DuplicateFunctionException {
    var installed = new Installed(file, source);
    synchronized (this) {
      for (var function : source.descriptors()) {
        requireFree(function.name(), installed);
      }
      supersede(installed.file());
      sources.add(installed);
      limit(installed.file());
      offer = Offer.of(sources);
    }
    listener.run();
  }

  /** Whether it has the version of the file, if only for jobs that pinned it. */
  public synchronized boolean has(FunctionFile file) {
    return sources.stream().anyMatch(one -> one.version().equals(file.source()));
  }

  /**
   * A version that it has is that of the file again. False where it has it no longer.
   *
   * @throws DuplicateFunctionException where another file has one of its names by now
   */
  public boolean restore(FunctionFile file) throws DuplicateFunctionException {
    synchronized (this) {
      var kept = sources.stream().filter(one -> one.version().equals(file.source())).findFirst();
      if (kept.isEmpty()) {
        return false;
      }
      for (var function : kept.get().descriptors()) {
        requireFree(function.name(), kept.get());
      }
      supersede(kept.get().file());
      replace(one -> one.version().equals(file.source()), one -> one.as(true, file.changed()));
      offer = Offer.of(sources);
    }
    listener.run();
    return true;
  }

  /** The file is gone; what it had stays for jobs that pinned it. */
  public void remove(String file) {
    synchronized (this) {
      supersede(file);
      limit(file);
      offer = Offer.of(sources);
    }
    listener.run();
  }

  /** Files that cannot be loaded as they are now. */
  public void broken(List<BrokenFile> files) {
    if (!files.equals(broken)) {
      broken = List.copyOf(files);
      listener.run();
    }
  }

  /** Lets go of versions that were replaced, and not used since, for as long as {@code keep}. */
  public void expire(Duration keep) {
    long oldest = System.nanoTime() - keep.toNanos();
    synchronized (this) {
      var old =
          sources.stream().filter(one -> !one.isCurrent() && one.touched() - oldest < 0).toList();
      if (old.isEmpty()) {
        return;
      }
      old.forEach(this::drop);
      offer = Offer.of(sources);
    }
    listener.run();
  }

  /** Closes all sources, those with chunks at work when these have ended. */
  @Override
  public void close() {
    List<Installed> all;
    synchronized (this) {
      all = List.copyOf(sources);
      sources.clear();
      offer = Offer.of(sources);
    }
    all.stream().filter(Installed::retire).forEach(Installed::close);
  }

  private void requireFree(String name, Installed installed) throws DuplicateFunctionException {
    for (var other : sources) {
      if (other.isCurrent()
          && !other.file().equals(installed.file())
          && other.descriptors().stream().anyMatch(one -> one.name().equals(name))) {
        throw new DuplicateFunctionException(
            other.isBuiltIn()
                ? "its function %s has the name of a built-in one: rename it".formatted(name)
                : "its function %s is in %s as well, which came first: rename one of them"
                    .formatted(name, other.file()));
      }
    }
  }

  private void supersede(String file) {
    replace(one -> one.isCurrent() && one.file().equals(file), one -> one.as(false, one.since()));
  }

  private void replace(Predicate<Installed> which, UnaryOperator<Installed> by) {
    sources.replaceAll(one -> which.test(one) ? by.apply(one) : one);
  }

  private void limit(String file) {
    long now = System.nanoTime();
    var kept =
        sources.stream()
            .filter(one -> !one.isCurrent() && one.file().equals(file))
            .sorted(Comparator.comparingLong(one -> one.touched() - now))
            .toList();
    kept.stream().limit(Math.max(0, kept.size() - MOST_KEPT)).forEach(this::drop);
  }

  /** Another thread closes it, as it may be a user's code that does. */
  private void drop(Installed installed) {
    sources.remove(installed);
    if (installed.retire()) {
      var _ = Thread.ofPlatform().daemon().name("starmap-closer").start(installed::close);
    }
  }
}
