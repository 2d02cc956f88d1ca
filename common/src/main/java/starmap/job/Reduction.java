package starmap.job;

import org.jspecify.annotations.Nullable;

/**
 * The folded value of a job, as far as its items are recorded.
 *
 * @param reduce how it is folded
 * @param value the text of one JSON value; {@code null} where no item has a value yet
 * @param items number of values in it
 * @param isFinal whether the job has ended, so that it will not change
 * @param problem why there is no value although there are items; null where nothing is wrong
 */
public record Reduction(
    Reduce reduce, String value, long items, boolean isFinal, @Nullable String problem) {}
