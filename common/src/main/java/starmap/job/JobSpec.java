package starmap.job;

/**
 * What a worker must know to compute any chunk of a job. Stored with the job as JSON.
 *
 * @param function the pinned name, {@code name@version}
 * @param mode how an item becomes an argument
 * @param input where items come from
 */
public record JobSpec(String function, Mode mode, Input input) {}
