/** Starts a {@code redis-server} process of one's own, for the first five minutes and for tests. */
@NullMarked
package starmap.localredis;

import org.jspecify.annotations.NullMarked;
