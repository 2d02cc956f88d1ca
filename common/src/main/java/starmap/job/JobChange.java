package starmap.job;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be changed of a job; null leaves it as it is.
 *
 * @param priority see {@link Share}
 * @param maxConcurrency see {@link Share}
 * @param tolerance how many failed items it bears
 * @param ttl how long it is kept after it ended; the only thing that can be changed then
 * @param labels all of its labels from now on
 */
public record JobChange(
    @Nullable Integer priority,
    @Nullable Integer maxConcurrency,
    @Nullable Tolerance tolerance,
    @Nullable Duration ttl,
    @Nullable Map<String, String> labels) {}
