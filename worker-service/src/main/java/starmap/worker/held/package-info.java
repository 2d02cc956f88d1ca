/**
 * The chunks that this worker holds, as slots and heartbeat both see them, and whether it takes
 * more.
 */
@NullMarked
package starmap.worker.held;

import org.jspecify.annotations.NullMarked;
