/** Functions in any language: programs that answer lines on standard input, one child a slot. */
@NullMarked
package starmap.worker.process;

import org.jspecify.annotations.NullMarked;
