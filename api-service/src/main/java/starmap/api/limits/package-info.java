/** What this service accepts, so that clients need not guess. */
@NullMarked
package starmap.api.limits;

import org.jspecify.annotations.NullMarked;
