/** The kill harness: its parts, and a short run of it. */
@NullMarked
package starmap.chaos;

import org.jspecify.annotations.NullMarked;
