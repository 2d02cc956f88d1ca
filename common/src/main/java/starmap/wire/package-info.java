/**
 * The bytes that Starmap stores: {@link starmap.wire.Segment segments} of results, and the JSON of
 * job specs and errors.
 *
 * <p>Payload bytes are sliced and spliced here, never re-serialised. Every stored shape has a
 * golden file among the tests.
 */
@NullMarked
package starmap.wire;

import org.jspecify.annotations.NullMarked;
