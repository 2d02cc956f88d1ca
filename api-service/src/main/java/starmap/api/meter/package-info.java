/** Measurements of this process, and of the whole installation, for whoever scrapes them. */
@NullMarked
package starmap.api.meter;

import org.jspecify.annotations.NullMarked;
