/** How this process ends without a request that fails. */
@NullMarked
package starmap.api.shutdown;

import org.jspecify.annotations.NullMarked;
