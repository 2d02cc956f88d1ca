/**
 * What is measured: the names of all meters, their tags, and those meters that every process has.
 */
@NullMarked
package starmap.meter;

import org.jspecify.annotations.NullMarked;
