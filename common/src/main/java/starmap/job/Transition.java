package starmap.job;

import java.time.Instant;

/**
 * A change of a job's state.
 *
 * @param number counts the changes of this job from 1, whether the older ones are still known or
 *     not
 * @param state the state that began
 * @param at when, by the clock of Redis
 */
public record Transition(long number, JobState state, Instant at) {}
