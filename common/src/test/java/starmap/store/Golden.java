package starmap.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * Files that pin what is stored. They may be added to; a change of one breaks running
 * installations.
 */
public final class Golden {
  private Golden() {}

  /** The bytes of a file. */
  public static byte[] file(String name) {
    try (var file = Golden.class.getResourceAsStream("/golden/" + name)) {
      return Objects.requireNonNull(file, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
