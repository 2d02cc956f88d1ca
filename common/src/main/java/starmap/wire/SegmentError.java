package starmap.wire;

/**
 * A failed item inside a segment.
 *
 * @param offset the item's place, counted from the start of the segment
 * @param type a stable word, or the exception's simple name
 * @param message for a person; never the item itself
 * @param attempts how often the item was tried
 */
public record SegmentError(int offset, String type, String message, int attempts) {}
