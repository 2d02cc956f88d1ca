package starmap.worker.execute;

/** Since when the same item has been seen at work. */
final class ItemWatch {
  private long index = -1;
  private long since;

  /** When the item of an index was first seen, {@code now} where that is now. */
  long since(long index, long now) {
    if (this.index != index) {
      this.index = index;
      since = now;
    }
    return since;
  }
}
