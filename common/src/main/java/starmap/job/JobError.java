package starmap.job;

/**
 * Why one item failed.
 *
 * @param index the item's index in the job
 * @param type a stable word, or the exception's simple name
 * @param message for a person; never the item itself
 * @param attempts how often the item was tried
 */
public record JobError(long index, String type, String message, int attempts) {}
