/** The catalogue: functions that live workers have. */
@NullMarked
package starmap.api.function;

import org.jspecify.annotations.NullMarked;
