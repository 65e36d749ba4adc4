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
 * Ends the run after this number of updates, even in the middle of an epoch. Schedules still follow the run's planned
 * length.
 */
@Documented
@Part(StopAtStep.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface StopAtStep {

    /** Updates after which the run ends, including those before a resume. */
    @Range(min = 1, unit = "steps")
    long step();

    /**
     * The progress of the run.
     *
     * @param steps updates made
     */
    record State(long steps) {}

    /** The rule. */
    record Rule(long step) implements StoppingRule<State> {

        @Override
        public State initial() {
            return new State(0);
        }

        @Override
        public State afterStep(State state, StepFinished event, Progress progress) {
            return new State(progress.steps());
        }

        @Override
        public StoppingRule.Limit limit() {
            return new StoppingRule.Limit(step, Double.POSITIVE_INFINITY);
        }

        @Override
        public Optional<String> stops(State state) {
            return state.steps() < step ? Optional.empty() : Optional.of("step " + step + " was reached");
        }
    }

    /** Makes the rule. */
    final class Factory implements PartFactory<StopAtStep, StoppingRule<?>> {

        @Override
        public StoppingRule<?> create(StopAtStep annotation, Facts facts) {
            return new Rule(annotation.step());
        }
    }
}
