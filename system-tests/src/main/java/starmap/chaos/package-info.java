/** The kill harness: breaks a real installation under load, and checks every single result. */
@NullMarked
package starmap.chaos;

import org.jspecify.annotations.NullMarked;
