/** The connection of a request: whether its client is still there, and what of its body is. */
@NullMarked
package starmap.api.connection;

import org.jspecify.annotations.NullMarked;
