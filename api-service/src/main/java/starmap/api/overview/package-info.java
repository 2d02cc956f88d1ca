/** What the whole installation does. */
@NullMarked
package starmap.api.overview;

import org.jspecify.annotations.NullMarked;
