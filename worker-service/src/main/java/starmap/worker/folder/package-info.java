/** The folder that is watched for files with functions. */
@NullMarked
package starmap.worker.folder;

import org.jspecify.annotations.NullMarked;
