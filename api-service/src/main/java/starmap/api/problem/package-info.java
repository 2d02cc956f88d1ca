/** Errors as RFC 9457 problem details with stable types; docs/problems.md lists them. */
@NullMarked
package starmap.api.problem;

import org.jspecify.annotations.NullMarked;
