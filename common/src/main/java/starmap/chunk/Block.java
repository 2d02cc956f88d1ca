package starmap.chunk;

/**
 * The stored bytes of a range of uploaded items.
 *
 * @param start index of the first item
 * @param count number of items
 * @param items a JSON array of the items; their bytes are exactly those that were uploaded. Not
 *     copied: never change them
 */
@SuppressWarnings(
    "ArrayRecordComponent") // bytes pass through untouched, and blocks are never compared
public record Block(long start, int count, byte[] items) {}
