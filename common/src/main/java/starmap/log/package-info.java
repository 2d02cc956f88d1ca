/** What messages in the log have in common. */
@NullMarked
package starmap.log;

import org.jspecify.annotations.NullMarked;
