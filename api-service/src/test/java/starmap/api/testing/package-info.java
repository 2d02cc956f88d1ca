/** What tests of the running service share. */
@NullMarked
package starmap.api.testing;

import org.jspecify.annotations.NullMarked;
