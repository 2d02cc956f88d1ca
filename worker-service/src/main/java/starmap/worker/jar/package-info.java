/** Functions of plug-in jars, with a class loader each. */
@NullMarked
package starmap.worker.jar;

import org.jspecify.annotations.NullMarked;
