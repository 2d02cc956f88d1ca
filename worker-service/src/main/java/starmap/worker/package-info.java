/** The worker process: its settings, its beans, and how it starts and drains. */
@NullMarked
package starmap.worker;

import org.jspecify.annotations.NullMarked;
