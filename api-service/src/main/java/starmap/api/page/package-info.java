/** The dashboard's files, as they are. */
@NullMarked
package starmap.api.page;

import org.jspecify.annotations.NullMarked;
