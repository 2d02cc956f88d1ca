/** Folding the values of a job to one: chunk by chunk in workers, then over all chunks. */
@NullMarked
package starmap.reduce;

import org.jspecify.annotations.NullMarked;
