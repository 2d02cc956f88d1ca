package starmap.chunk;

import java.time.Duration;

/**
 * An item that was timed by itself.
 *
 * @param index its index in the job
 * @param took how long it was computed
 */
public record SlowItem(long index, Duration took) {}
