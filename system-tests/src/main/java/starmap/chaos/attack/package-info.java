/** What is done to the installation, by a plan that a seed decides, and how it recovers. */
@NullMarked
package starmap.chaos.attack;

import org.jspecify.annotations.NullMarked;
