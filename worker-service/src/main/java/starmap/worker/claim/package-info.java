/** Claiming chunks and settling them: one loop for each slot, and the chunks that are held. */
@NullMarked
package starmap.worker.claim;

import org.jspecify.annotations.NullMarked;
