package starmap.chunk;

/**
 * The recorded results of a range, as stored.
 *
 * @param count number of items, at least 1
 * @param failed how many of them failed
 * @param bytes the stored form, see {@code starmap.wire.SegmentWriter}. Not copied: never change
 *     them
 */
@SuppressWarnings("ArrayRecordComponent") // see Block
public record Segment(int count, int failed, byte[] bytes) {}
