package starmap.worker.folder;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import starmap.worker.function.FunctionFile;
import starmap.worker.scratch.ScratchFolder;

/** Copies of files that nobody changes, in a folder of this process that ends with it. */
final class Copies implements AutoCloseable {
  private static final String PREFIX = "starmap-functions-";
  private static final long LARGEST = 1L << 30;

  private @Nullable ScratchFolder root;

  /** The folder is made when it is needed: a worker without files must not need to write. */
  private synchronized Path root() throws IOException {
    if (root == null) {
      root = ScratchFolder.create(PREFIX);
    }
    return root.path();
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
      ScratchFolder.delete(folder);
      throw e;
    }
  }

  /** Deletes a copy that is of no use any more. */
  static void drop(FunctionFile file) {
    ScratchFolder.delete(file.copy().resolveSibling(""));
  }

  @Override
  public synchronized void close() {
    if (root != null) {
      root.close();
      root = null;
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

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
