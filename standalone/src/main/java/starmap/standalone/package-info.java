/** The command line, and everything in one place for the first five minutes. */
@NullMarked
package starmap.standalone;

import org.jspecify.annotations.NullMarked;
