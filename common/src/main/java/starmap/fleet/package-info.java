/** Who computes: workers, their slots and the functions they have. */
@NullMarked
package starmap.fleet;

import org.jspecify.annotations.NullMarked;
