/** The ledger of a job: its chunks, with who computed what and when. */
@NullMarked
package starmap.api.chunk;

import org.jspecify.annotations.NullMarked;
