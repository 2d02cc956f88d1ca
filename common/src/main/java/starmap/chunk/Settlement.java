package starmap.chunk;

import java.time.Duration;
import java.util.List;

/**
 * Gives a claimed chunk back.
 *
 * @param id the chunk as it is held now
 * @param token the token it is held with
 * @param busy time spent computing the recorded parts, for the automatic chunk size
 * @param parts what became of it
 */
public record Settlement(ChunkId id, String token, Duration busy, List<Part> parts) {
  /** Checks that the parts cover the chunk. */
  public Settlement {
    parts = List.copyOf(parts);
    int covered = parts.stream().mapToInt(Part::length).sum();
    if (covered != id.length()) {
      throw new IllegalArgumentException(
          "parts cover " + covered + " of " + id.length() + " items of " + id);
    }
  }
}
