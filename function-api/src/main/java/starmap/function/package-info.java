/**
 * What the author of a Java function compiles against; it depends on nothing.
 *
 * <p>Implement {@link starmap.function.ItemFunction}, annotate it with {@link
 * starmap.function.StarmapFunction}, and name the class in {@code
 * META-INF/services/starmap.function.ItemFunction}.
 */
@NullMarked
package starmap.function;

import org.jspecify.annotations.NullMarked;
