package starmap.worker.folder;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import starmap.worker.function.SourceFactory;

/**
 * A folder at one look. A network file system need not tell of changes, so a look is all there is.
 *
 * @param files those that should have functions, in the order of their names
 * @param unknown names of files that nobody can do anything with, and that are no programs
 */
record Listing(List<Entry> files, List<String> unknown) {
  private static final int MOST_FILES = 1_000;
  private static final String MANIFEST = ".yaml";

  /** Hidden files, those of editors and of copies under way, and what lies beside functions. */
  private static final Pattern IGNORED =
      Pattern.compile("[.#].*|.*~|.*\\.(swp|swx|tmp|part)|__pycache__|requirements\\.txt");

  /**
   * A file.
   *
   * @param manifest the file of the same name with another ending; null where there is none
   * @param stamp what it looks like
   * @param factory what can load it; null where nothing can
   */
  record Entry(Path path, @Nullable Path manifest, Stamp stamp, @Nullable SourceFactory factory) {
    String name() {
      return path.getFileName().toString();
    }

    /** Whether it looks the same as when it was listed. */
    boolean isUnchanged() throws IOException {
      return Mark.of(path).equals(stamp.file())
          && (manifest == null || Mark.of(manifest).equals(stamp.manifest()));
    }
  }

  /** What a file and its manifest look like. */
  record Stamp(Mark file, @Nullable Mark manifest) {}

  /** What one file looks like from outside. */
  record Mark(long size, FileTime modified, boolean executable) {
    static Mark of(Path file) throws IOException {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw new NoSuchFileException(file.toString(), null, "it is no file");
      }
      return new Mark(attributes.size(), attributes.lastModifiedTime(), Files.isExecutable(file));
    }
  }

  /** A folder as it is now; one that is not there is empty. */
  static Listing of(Path folder, List<SourceFactory> factories) throws IOException {
    var marks = marks(folder);
    Map<String, Entry> files = new TreeMap<>();
    List<String> unknown = new ArrayList<>();
    marks.forEach(
        (name, mark) -> {
          var factory = factory(name, mark.executable(), factories);
          if (factory == null && !mark.executable()) {
            unknown.add(name);
          } else {
            files.put(name, entry(folder, name, marks, factory));
          }
        });
    addTold(folder, marks, factories, files, unknown);
    var manifests =
        files.values().stream()
            .map(Entry::manifest)
            .filter(Objects::nonNull)
            .map(path -> path.getFileName().toString())
            .toList();
    manifests.forEach(files::remove);
    unknown.removeAll(manifests);
    return new Listing(List.copyOf(files.values()), unknown);
  }

  /** A file that is no program by itself, as scripts for Node, is one by the manifest beside it. */
  private static void addTold(
      Path folder,
      Map<String, Mark> marks,
      List<SourceFactory> factories,
      Map<String, Entry> files,
      List<String> unknown) {
    for (var name : List.copyOf(unknown)) {
      var factory = factory(name, true, factories);
      var entry = entry(folder, name, marks, factory);
      var manifest = entry.manifest();
      if (manifest != null
          && factory != null
          && files.values().stream().noneMatch(one -> manifest.equals(one.manifest()))) {
        files.put(name, entry);
        unknown.remove(name);
      }
    }
  }

  private static Map<String, Mark> marks(Path folder) throws IOException {
    Map<String, Mark> marks = new TreeMap<>();
    try (var paths = Files.newDirectoryStream(folder, path -> !isIgnored(path))) {
      for (var path : paths) {
        if (marks.size() == MOST_FILES) {
          throw new IOException("the folder has more than " + MOST_FILES + " files");
        }
        mark(path).ifPresent(mark -> marks.put(path.getFileName().toString(), mark));
      }
    } catch (NoSuchFileException | NotDirectoryException _) {
      return Map.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return marks;
  }

  /** Empty where it is gone since, or no file, or a link to nowhere. */
  private static Optional<Mark> mark(Path path) {
    try {
      return Optional.of(Mark.of(path));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static boolean isIgnored(Path path) {
    return IGNORED.matcher(path.getFileName().toString()).matches();
  }

  private static @Nullable SourceFactory factory(
      String name, boolean executable, List<SourceFactory> factories) {
    return factories.stream().filter(one -> one.accepts(name, executable)).findFirst().orElse(null);
  }

  private static Entry entry(
      Path folder, String name, Map<String, Mark> marks, @Nullable SourceFactory factory) {
    int dot = name.lastIndexOf('.');
    var manifest = (dot < 0 ? name : name.substring(0, dot)) + MANIFEST;
    var mark = Objects.requireNonNull(marks.get(name));
    var beside = name.endsWith(MANIFEST) ? null : marks.get(manifest);
    return new Entry(
        folder.resolve(name),
        beside == null ? null : folder.resolve(manifest),
        new Stamp(mark, beside),
        factory);
  }
}
