/** Computing one chunk: its items in order, and the parts it becomes. */
@NullMarked
package starmap.worker.execute;

import org.jspecify.annotations.NullMarked;
