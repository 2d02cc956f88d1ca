/** Waiting for a job to move on. */
@NullMarked
package starmap.api.progress;

import org.jspecify.annotations.NullMarked;
