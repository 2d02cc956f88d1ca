/** The HTTP service: its settings and its beans. Every package below is one feature. */
@NullMarked
package starmap.api;

import org.jspecify.annotations.NullMarked;
