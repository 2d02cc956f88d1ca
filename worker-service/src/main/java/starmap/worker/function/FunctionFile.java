package starmap.worker.function;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file that was put into the functions' folder.
 *
 * @param original where it lies; it may be changed there at any time
 * @param copy the very bytes that {@code version} is the hash of, under the same file name; nobody
 *     changes it
 * @param manifest a copy of the YAML file of the same name beside it; null where there is none
 * @param version hash of file and manifest, 8 hex digits
 * @param changed when the file or its manifest was last changed
 */
public record FunctionFile(
    Path original, Path copy, @Nullable Path manifest, String version, Instant changed) {

  /** How descriptors name it: {@code cube.py@1f2e3d4c}. */
  public String source() {
    return original.getFileName() + "@" + version;
  }
}
