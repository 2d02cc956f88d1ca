/** What functions take: whether an item fits the JSON Schema of a function's arguments. */
@NullMarked
package starmap.argument;

import org.jspecify.annotations.NullMarked;
