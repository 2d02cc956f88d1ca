/** Benches that need the store itself; the scripts in {@code bench/} start them. */
@NullMarked
package starmap.bench;

import org.jspecify.annotations.NullMarked;
