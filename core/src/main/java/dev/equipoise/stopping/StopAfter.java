package dev.equipoise.stopping;

import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import dev.equipoise.run.Progress;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.StoppingRule;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;

/**
 * Ends the run at the first step after this time. Time before a resume counts; time in which no process ran does not.
 * The step at which it ends depends on the machine.
 */
@Documented
@Part(StopAfter.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface StopAfter {

    /** Time after which the run ends. */
    @Range(min = 0, minExcluded = true, unit = "minutes")
    double minutes();

    /**
     * The time that the run has taken.
     *
     * @param seconds of training and evaluation
     */
    record State(double seconds) {}

    /** The rule. */
    record Rule(double minutes) implements StoppingRule<State> {

        @Override
        public State initial() {
            return new State(0);
        }

        @Override
        public State afterStep(State state, StepFinished event, Progress progress) {
            return new State(progress.seconds());
        }

        @Override
        public StoppingRule.Limit limit() {
            return new StoppingRule.Limit(Long.MAX_VALUE, 60 * minutes);
        }

        @Override
        public Optional<String> stops(State state) {
            return state.seconds() < 60 * minutes
                    ? Optional.empty()
                    : Optional.of("the time of " + (float) minutes + " minutes is over");
        }
    }

    /** Makes the rule. */
    final class Factory implements PartFactory<StopAfter, StoppingRule<?>> {

        @Override
        public StoppingRule<?> create(StopAfter annotation, Facts facts) {
            return new Rule(annotation.minutes());
        }
    }
}
