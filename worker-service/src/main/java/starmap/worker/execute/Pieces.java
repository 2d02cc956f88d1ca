package starmap.worker.execute;

import java.util.ArrayList;
import java.util.List;
import starmap.chunk.Part;

/** How a chunk is cut while an item of it takes long. */
final class Pieces {
  private static final int PIECES = 16;

  private Pieces() {}

  /**
   * The {@code begun} items at work, and the {@code behind} ones behind it in pieces: single items
   * first, as the neighbours of a long one are likely to be long.
   */
  static List<Part> behind(int begun, int behind) {
    var parts = new ArrayList<Part>(List.of(new Part.Kept(begun)));
    if (begun > 1) {
      return List.of(
          new Part.Kept(begun), new Part.Returned(behind)); // they run at a time there, too
    }
    int most = Math.max(1, behind / PIECES);
    int given = 0;
    while (given < behind) {
      int length = Math.min(Math.clamp(given / 2, 1, most), behind - given);
      parts.add(new Part.Returned(length));
      given += length;
    }
    return parts;
  }
}
