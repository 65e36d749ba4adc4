package dev.equipoise.stopping;

import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.Progress;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.StoppingRule;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;

/**
 * Ends the run if the {@linkplain SplitEvaluation#selection ELBO that models are selected by} no longer rises on
 * validation (Prechelt 1998). An epoch counts only if the strategy was settled at its end and at the end of the epoch
 * before, so the first epoch never counts. After an epoch that does not count, the rule forgets all earlier ones,
 * because an ELBO at other prices, often a better one, cannot be compared.
 */
@Documented
@Part(StopEarly.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface StopEarly {

    /** Epochs without improvement after which the run ends. */
    @Range(min = 1, unit = "epochs")
    int patience() default 10;

    /** The least improvement over the best epoch that counts. */
    @Range(min = 0, unit = "nats per example")
    double minDelta() default 0.1;

    /**
     * The state of the rule.
     *
     * @param settled whether the strategy was, at the end of the last epoch
     * @param best the highest value of an epoch that counts
     * @param bestEpoch the epoch that had it, counted from 1; 0 if no epoch counts
     * @param worse epochs since it
     */
    record State(boolean settled, double best, int bestEpoch, int worse) {}

    /** The rule. A value that is not finite does not count as an improvement. */
    record Rule(int patience, double minDelta) implements StoppingRule<State> {

        @Override
        public State initial() {
            return nothing(false);
        }

        private static State nothing(boolean settled) {
            return new State(settled, -Double.MAX_VALUE, 0, 0);
        }

        @Override
        public State afterEpoch(State state, EpochFinished event, Progress progress) {
            if (!state.settled() || !progress.settled()) {
                return nothing(progress.settled());
            }
            double value = event.validation().selection();
            return Double.isFinite(value) && value > state.best() + minDelta
                    ? new State(true, value, event.epoch() + 1, 0)
                    : new State(true, state.best(), state.bestEpoch(), state.worse() + 1);
        }

        @Override
        public Optional<String> stops(State state) {
            if (state.worse() < patience) {
                return Optional.empty();
            }
            String best = state.bestEpoch() == 0
                    ? "it never was finite"
                    : "the best is " + (float) state.best() + ", of epoch " + state.bestEpoch();
            return Optional.of("the ELBO on validation has not risen by more than " + (float) minDelta + " nats for "
                    + patience + (patience == 1 ? " epoch: " : " epochs: ") + best);
        }
    }

    /** Makes the rule. */
    final class Factory implements PartFactory<StopEarly, StoppingRule<?>> {

        @Override
        public StoppingRule<?> create(StopEarly annotation, Facts facts) {
            return new Rule(annotation.patience(), annotation.minDelta());
        }
    }
}
