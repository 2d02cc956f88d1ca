/** Whether this process should get requests. */
@NullMarked
package starmap.api.health;

import org.jspecify.annotations.NullMarked;
