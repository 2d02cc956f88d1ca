/** Watching jobs: events for programs, a bar for people. */
@NullMarked
package starmap.api.event;

import org.jspecify.annotations.NullMarked;
