/** The installation that is attacked: real processes, and a network between them that can fail. */
@NullMarked
package starmap.chaos.site;

import org.jspecify.annotations.NullMarked;
