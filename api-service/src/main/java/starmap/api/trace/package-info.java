/** The traces that requests belong to. */
@NullMarked
package starmap.api.trace;

import org.jspecify.annotations.NullMarked;
