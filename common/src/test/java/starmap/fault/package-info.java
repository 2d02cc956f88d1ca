/** A proxy before Redis that breaks what it is told to break. For the tests of every module. */
@NullMarked
package starmap.fault;

import org.jspecify.annotations.NullMarked;
