/** The part that a worker takes in the traces of jobs. */
@NullMarked
package starmap.worker.trace;

import org.jspecify.annotations.NullMarked;
