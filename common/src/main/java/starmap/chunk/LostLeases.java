package starmap.chunk;

import starmap.job.JobId;

/**
 * Leases of one job and one worker that ended by themselves.
 *
 * @param job the job
 * @param worker id of the worker that held them
 * @param chunks how many there are
 */
public record LostLeases(JobId job, String worker, int chunks) {}
