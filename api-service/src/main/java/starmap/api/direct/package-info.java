/** Pool.map, Pool.starmap and Pool.apply in one request. */
@NullMarked
package starmap.api.direct;

import org.jspecify.annotations.NullMarked;
