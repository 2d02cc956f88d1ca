/** Jobs with known results, clients that do not give up, and the checker of what they receive. */
@NullMarked
package starmap.chaos.load;

import org.jspecify.annotations.NullMarked;
