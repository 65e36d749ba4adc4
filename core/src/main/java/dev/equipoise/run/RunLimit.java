package dev.equipoise.run;

/**
 * How far a run goes at most.
 *
 * @param steps updates, those before a resume included
 * @param seconds of training and evaluation, those before a resume included
 */
public record RunLimit(long steps, double seconds) {

    /** No limit. */
    public static final RunLimit NONE = new RunLimit(Long.MAX_VALUE, Double.POSITIVE_INFINITY);

    /** Both limits: a run ends at the one that it reaches first. */
    public RunLimit and(RunLimit other) {
        return new RunLimit(Math.min(steps, other.steps), Math.min(seconds, other.seconds));
    }
}
