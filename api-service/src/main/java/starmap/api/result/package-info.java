/** Results on their way out: segments are spliced, in order, while the job runs. */
@NullMarked
package starmap.api.result;

import org.jspecify.annotations.NullMarked;
