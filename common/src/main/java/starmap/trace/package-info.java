/** Whether a process takes part in traces. */
@NullMarked
package starmap.trace;

import org.jspecify.annotations.NullMarked;
