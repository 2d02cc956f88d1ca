/** Servers for tests that run in containers, where a Docker engine answers. */
@NullMarked
package starmap.container;

import org.jspecify.annotations.NullMarked;
