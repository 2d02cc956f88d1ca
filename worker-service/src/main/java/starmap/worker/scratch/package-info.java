/** Temporary folders of this process, and those that killed ones have left behind. */
@NullMarked
package starmap.worker.scratch;

import org.jspecify.annotations.NullMarked;
