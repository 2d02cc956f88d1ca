/** Jobs as clients see them: status, list, cancel, delete. */
@NullMarked
package starmap.api.job;

import org.jspecify.annotations.NullMarked;
