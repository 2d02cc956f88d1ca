/**
 * Jobs in Redis. {@link starmap.store.JobStore} is the seam: no other package of Starmap sees
 * Redis.
 *
 * <p>One Lua file per verb lies in {@code starmap/store/scripts}; each says its keys, arguments and
 * answers in its header, which a test checks. {@code starmap/store/lib} holds what scripts include.
 * The state of a chunk moves like this:
 *
 * <pre>
 *   dispatch → R(eady) ──claim──→ L(eased) ──settle R──→ recorded (the chunk is gone, its segment is there)
 *                ↑                   │ │ └───settle L──→ L, shorter
 *                ├──────settle Q─────┘ └─────settle D──→ D(elayed)
 *                └──reclaim (lease or delay is over)────────┘
 * </pre>
 */
@NullMarked
package starmap.store;

import org.jspecify.annotations.NullMarked;
