/** What computing a job cost. */
@NullMarked
package starmap.api.stats;

import org.jspecify.annotations.NullMarked;
