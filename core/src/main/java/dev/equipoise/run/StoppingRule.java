package dev.equipoise.run;

import dev.equipoise.part.Role;
import dev.equipoise.part.Stateful;
import java.util.Optional;

/** Ends a run before its last epoch. Every rule hears every update and every epoch, on the run's thread. */
@Role(value = "stopping rule", many = true)
public interface StoppingRule<S extends Record> extends Stateful<S> {

    /** The state after an update. */
    default S afterStep(S state, StepFinished event, Progress progress) {
        return state;
    }

    /** The state after an epoch, whose last update was heard before. */
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
     * How far a run goes at most.
     *
     * @param steps updates, those before a resume included
     * @param seconds of training and evaluation, those before a resume included
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
