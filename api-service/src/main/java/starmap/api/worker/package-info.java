/** Who computes. */
@NullMarked
package starmap.api.worker;

import org.jspecify.annotations.NullMarked;
