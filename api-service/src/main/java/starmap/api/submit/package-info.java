/** Taking in jobs: bodies are cut into blocks of their original bytes while they arrive. */
@NullMarked
package starmap.api.submit;

import org.jspecify.annotations.NullMarked;
