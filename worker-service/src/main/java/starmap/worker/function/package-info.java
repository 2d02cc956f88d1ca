/** The functions a worker has, and how items become arguments and values become bytes. */
@NullMarked
package starmap.worker.function;

import org.jspecify.annotations.NullMarked;
