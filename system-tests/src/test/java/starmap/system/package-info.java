/** What needs several processes: each test starts real ones and ends them. */
@NullMarked
package starmap.system;

import org.jspecify.annotations.NullMarked;
