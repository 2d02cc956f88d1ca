/**
 * What a job is: its identity, the function and input it maps, its options, its state and its
 * counts.
 *
 * <p>Nothing here knows how jobs are stored or served. A {@link starmap.job.NewJob} is what a
 * client asked for, a {@link starmap.job.Job} is what the store knows about it at one moment.
 */
@NullMarked
package starmap.job;

import org.jspecify.annotations.NullMarked;
