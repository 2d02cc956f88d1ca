package starmap.worker.folder;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import starmap.worker.function.FunctionFile;

/** Copies of files that nobody changes, in a folder of this process that ends with it. */
final class Copies implements AutoCloseable {
  private static final String PREFIX = "starmap-functions-";
  private static final String LOCK = "lock";
  private static final long LARGEST = 1L << 30;

  /** A younger folder may not have locked its lock yet. */
  private static final Duration YOUNG = Duration.ofMinutes(1);

  /** Those of this process: to open and close one's own lock once more would be to lose it. */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private @Nullable Path root;
  private @Nullable FileChannel lock;

  /** The folder is made when it is needed: a worker without files must not need to write. */
  private synchronized Path root() throws IOException {
    if (root == null) {
      root = Files.createTempDirectory(PREFIX);
      OURS.add(root);
      lock =
          FileChannel.open(
              root.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      var _ = lock.tryLock();
      deleteLeftovers(root.resolveSibling(""));
    }
    return root;
  }

  /** Takes a copy as the file is now. */
  FunctionFile take(Listing.Entry entry) throws IOException {
    if (entry.stamp().file().size() > LARGEST) {
      throw new IOException("the file has more than " + LARGEST + " bytes");
    }
    var folder = Files.createTempDirectory(root(), "");
    try {
      var digest = sha256();
      var copy = copy(entry.path(), folder, digest);
      if (entry.stamp().file().executable()) {
        boolean _ = copy.toFile().setExecutable(true);
      }
      var path = entry.manifest();
      digest.update((byte) 0); // so that nothing can move from the one into the other
      var manifest = path == null ? null : copy(path, folder, digest);
      var version = HexFormat.of().formatHex(digest.digest(), 0, 4);
      return new FunctionFile(entry.path(), copy, manifest, version, changed(entry.stamp()));
    } catch (Throwable e) {
      delete(folder);
      throw e;
    }
  }

  /** Deletes a copy that is of no use any more. */
  static void drop(FunctionFile file) {
    delete(file.copy().resolveSibling(""));
  }

  @Override
  public synchronized void close() {
    delete(root);
    try (var _ = lock) {
      root = null;
    } catch (IOException _) {
      return; // the process ends, and so does its lock
    }
  }

  private static Path copy(Path file, Path folder, MessageDigest digest) throws IOException {
    var copy = folder.resolve(file.getFileName());
    try (var out =
        new DigestOutputStream(
            Files.newOutputStream(copy, StandardOpenOption.CREATE_NEW), digest)) {
      Files.copy(file, (OutputStream) out);
    }
    return copy;
  }

  private static Instant changed(Listing.Stamp stamp) {
    var file = stamp.file().modified().toInstant();
    var manifest = stamp.manifest();
    return manifest == null || manifest.modified().toInstant().isBefore(file)
        ? file
        : manifest.modified().toInstant();
  }

  /** Those of processes that were killed. */
  private static void deleteLeftovers(Path folder) throws IOException {
    try (var others = Files.newDirectoryStream(folder, PREFIX + "*")) {
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

  private static void delete(@Nullable Path folder) {
    try {
      boolean _ = FileSystemUtils.deleteRecursively(folder);
    } catch (IOException _) {
      return; // it lies in a temporary folder
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
