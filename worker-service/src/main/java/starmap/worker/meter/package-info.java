/** Measurements of this worker, for whoever scrapes them. */
@NullMarked
package starmap.worker.meter;

import org.jspecify.annotations.NullMarked;
