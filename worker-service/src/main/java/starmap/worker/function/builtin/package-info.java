/** Functions that every worker has: for the first five minutes, for tests and for benchmarks. */
@NullMarked
package starmap.worker.function.builtin;

import org.jspecify.annotations.NullMarked;
