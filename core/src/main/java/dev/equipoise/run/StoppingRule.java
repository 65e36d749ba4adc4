package dev.equipoise.run;

import dev.equipoise.part.Role;
import dev.equipoise.part.Stateful;
import java.util.Optional;

/** Ends a run before its last epoch. Every rule is called for every update and every epoch, on the run's thread. */
@Role(value = "stopping rule", many = true)
public interface StoppingRule<S extends Record> extends Stateful<S> {

    /** The state after an update. */
    default S afterStep(S state, StepFinished event, Progress progress) {
        return state;
    }

    /** The state after an epoch, following the call for its last update. */
    default S afterEpoch(S state, EpochFinished event, Progress progress) {
        return state;
    }

    /** How far the rule lets a run go, if it knows this in advance; the time left depends on it. */
    default Limit limit() {
        return Limit.NONE;
    }

    /** Why the run ends here; empty if it continues. */
    Optional<String> stops(S state);

    /**
     * The most steps and seconds of a run.
     *
     * @param steps updates, including those before a resume
     * @param seconds of training and evaluation, including those before a resume
     */
    record Limit(long steps, double seconds) {

        /** No limit. */
        public static final Limit NONE = new Limit(Long.MAX_VALUE, Double.POSITIVE_INFINITY);

        /** Both limits: a run ends at the one that it reaches first. */
        public Limit and(Limit other) {
            return new Limit(Math.min(steps, other.steps), Math.min(seconds, other.seconds));
        }
    }
}
