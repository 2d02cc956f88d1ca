/** Tests with real child processes. */
@NullMarked
package starmap.worker.process;

import org.jspecify.annotations.NullMarked;
