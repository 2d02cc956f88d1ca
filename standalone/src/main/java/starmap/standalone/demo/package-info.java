/** The tutorials' examples, run through real HTTP. */
@NullMarked
package starmap.standalone.demo;

import org.jspecify.annotations.NullMarked;
