package dev.equipoise.model;

import dev.equipoise.balance.Readings;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Lets the encoder catch up with the decoder before each step, and updates the decoder alone at the step (He et al. 2019,
 * algorithm 1). The phase ends once the mutual information of data and latents has stopped rising; from then on both are
 * updated together. Exports {@code aggressive} (1 during the phase, then 0), {@code innerSteps} (all so far), and after the
 * first epoch {@code mutualInformation} (of the last epoch of the phase, in nats).
 */
@Documented
@Part(AggressiveEncoder.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface AggressiveEncoder {

    /** The most updates of the encoder before one of the decoder. */
    @Range(min = 1, max = 1_000_000, unit = "inner steps")
    int mostInnerSteps() default 100;

    /** Inner steps whose mean loss must be no higher than that of those before, or the decoder is next. */
    @Range(min = 1, max = 1_000_000, unit = "inner steps")
    int window() default 10;

    /** Epochs without a new best mutual information after which the phase ends; they need not follow one another. */
    @Range(min = 1, max = 1_000_000_000, unit = "epochs")
    int patience() default 5;

    /**
     * The state.
     *
     * @param best mutual information of an epoch, in nats; negative infinity before the first
     * @param last mutual information of the last epoch
     * @param worse epochs without a new best
     * @param innerSteps in all
     * @param taken inner steps before the next step
     * @param sum of the losses in the unfinished window
     * @param before mean loss of the last window
     * @param enough whether the next step must not wait any longer
     */
    record State(
            double best,
            double last,
            int worse,
            long innerSteps,
            int taken,
            double sum,
            double before,
            boolean enough) {

        private State nextStep() {
            return new State(best, last, worse, innerSteps, 0, 0, Double.POSITIVE_INFINITY, false);
        }
    }

    /** The procedure. */
    record Aggressive(int mostInnerSteps, int window, int patience) implements Procedure<State> {

        @Override
        public State initial() {
            return new State(Double.NEGATIVE_INFINITY, Double.NaN, 0, 0, 0, 0, Double.POSITIVE_INFINITY, false);
        }

        private boolean aggressive(State state) {
            return state.worse() < patience;
        }

        @Override
        public Set<Vae.Network> updated(long step, State state) {
            return aggressive(state)
                    ? EnumSet.complementOf(EnumSet.of(Vae.Network.ENCODER))
                    : EnumSet.allOf(Vae.Network.class);
        }

        @Override
        public Set<Vae.Network> inner(long step, State state) {
            return aggressive(state) && !state.enough()
                    ? EnumSet.of(Vae.Network.ENCODER)
                    : EnumSet.noneOf(Vae.Network.class);
        }

        @Override
        public State afterInner(long step, State state, Readings readings) {
            int taken = state.taken() + 1;
            double sum = state.sum() + readings.loss();
            boolean ends = taken % window == 0;
            boolean improved = !ends || sum / window <= state.before();
            return new State(
                    state.best(),
                    state.last(),
                    state.worse(),
                    state.innerSteps() + 1,
                    taken,
                    ends ? 0 : sum,
                    ends ? sum / window : state.before(),
                    !improved || taken == mostInnerSteps);
        }

        @Override
        public State next(long step, State state, Readings readings) {
            return state.nextStep();
        }

        @Override
        public State afterEpoch(State state, Epoch epoch) {
            if (!aggressive(state)) {
                return state;
            }
            double now = epoch.mutualInformation().getAsDouble();
            boolean better = now > state.best();
            return new State(
                            better ? now : state.best(),
                            now,
                            better ? state.worse() : state.worse() + 1,
                            state.innerSteps(),
                            0,
                            0,
                            0,
                            false)
                    .nextStep();
        }

        @Override
        public Map<String, Double> exported(State state) {
            double phase = aggressive(state) ? 1 : 0;
            double inner = state.innerSteps();
            return Double.isNaN(state.last())
                    ? Map.of("aggressive", phase, "innerSteps", inner)
                    : Map.of("aggressive", phase, "innerSteps", inner, "mutualInformation", state.last());
        }

        @Override
        public Map<String, String> description() {
            return Map.of(
                    "aggressive phase",
                    "up to " + mostInnerSteps
                            + " updates of the encoder before each of the decoder, which schedules do not"
                            + " count, until " + patience + " epochs had no new best mutual information");
        }
    }

    /** Makes the procedure. */
    final class Factory implements PartFactory<AggressiveEncoder, Procedure<?>> {

        @Override
        public Procedure<?> create(AggressiveEncoder annotation, Facts facts) {
            return new Aggressive(annotation.mostInnerSteps(), annotation.window(), annotation.patience());
        }
    }
}
