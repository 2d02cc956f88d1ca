package starmap.worker.scratch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.util.FileSystemUtils;

/**
 * A temporary folder of this process. It has a lock, which ends with the process however that ends;
 * so whoever makes the next one knows the folders of killed processes, and deletes them.
 */
public final class ScratchFolder implements AutoCloseable {
  private static final String LOCK = "lock";

  /** A younger folder may not have locked its lock yet. */
  private static final Duration YOUNG = Duration.ofMinutes(1);

  /** Those of this process: to open and close one's own lock once more would be to lose it. */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel lock;

  private ScratchFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes one, and deletes those with the same prefix that nobody has any more.
   *
   * @throws IOException where none can be made
   */
  public static ScratchFolder create(String prefix) throws IOException {
    var path = Files.createTempDirectory(prefix);
    OURS.add(path);
    var lock =
        FileChannel.open(
            path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    var _ = lock.tryLock();
    deleteLeftovers(path.resolveSibling(""), prefix);
    return new ScratchFolder(path, lock);
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Deletes it. */
  @Override
  public void close() {
    delete(path);
    try (var _ = lock) {
      OURS.remove(path);
    } catch (IOException _) {
      return; // the process ends, and so does its lock
    }
  }

  /** Deletes a folder in a temporary folder, as far as that is possible. */
  public static void delete(Path folder) {
    try {
      boolean _ = FileSystemUtils.deleteRecursively(folder);
    } catch (IOException _) {
      return; // it lies in a temporary folder
    }
  }

  private static void deleteLeftovers(Path folder, String prefix) throws IOException {
    try (var others = Files.newDirectoryStream(folder, prefix + "*")) {
      for (var other : others) {
        if (!OURS.contains(other) && isLeft(other.resolve(LOCK))) {
          delete(other);
        }
      }
    }
  }

  private static boolean isLeft(Path path) {
    try (var lock = FileChannel.open(path, StandardOpenOption.WRITE)) {
      var young = Instant.now().minus(YOUNG);
      return Files.getLastModifiedTime(path).toInstant().isBefore(young) && lock.tryLock() != null;
    } catch (IOException | OverlappingFileLockException _) {
      return false;
    }
  }
}
