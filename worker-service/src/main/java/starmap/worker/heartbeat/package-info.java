/** Telling Redis that this worker lives, and hearing what it lost. */
@NullMarked
package starmap.worker.heartbeat;

import org.jspecify.annotations.NullMarked;
