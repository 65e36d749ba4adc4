package dev.equipoise.stopping;

import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.objective.Measure;
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
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Ends a run that diverges while its numbers are still finite: for some steps in a row, the norm of the gradient or
 * the loss is far above the median of the last 100 steps. Their losses are recomputed at the prices of the present
 * step, so that a changing price alone never looks like divergence. Because gradients cannot be recomputed, the window
 * starts anew if a price has changed by more than a tenth, or if the learning rate has more than doubled. The rule
 * needs at least 50 steps.
 */
@Documented
@Part(StopOnDivergence.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface StopOnDivergence {

    /** The norm of the gradient, before clipping, is too large above this multiple of its median. */
    @Range(min = 1, minExcluded = true)
    double gradientFactor() default 10;

    /** Steps in a row with such a norm. */
    @Range(min = 1, max = 40, unit = "steps")
    int gradientSteps() default 3;

    /** The loss is too high above its median by this number of median absolute deviations. */
    @Range(min = 0, minExcluded = true)
    double lossDeviations() default 8;

    /** Steps in a row with such a loss. */
    @Range(min = 1, max = 40, unit = "steps")
    int lossSteps() default 20;

    /**
     * The last steps, oldest first, and what they have in common.
     *
     * @param weight of the reconstruction when they were first counted
     * @param beta the effective one then, or the divergence's weight if there is no effective one
     * @param rate the lowest learning rate
     * @param norms of the gradient, before clipping
     * @param reconstructions per example
     * @param divergences per example
     * @param highNorms steps in a row, the last included, whose norm was too large
     * @param highLosses the same of losses
     */
    record State(
            double weight,
            double beta,
            double rate,
            double[] norms,
            double[] reconstructions,
            double[] divergences,
            int highNorms,
            int highLosses) {}

    /**
     * The rule.
     *
     * @param elements N of a datum
     */
    record Rule(double gradientFactor, int gradientSteps, double lossDeviations, int lossSteps, int elements)
            implements StoppingRule<State> {

        private static final int WINDOW = 100;
        private static final int ENOUGH = 50;
        private static final double MOVED = 1.1;
        private static final double RISEN = 2;

        /** Even if losses hardly vary, a rise of less than a percent is not a divergence. */
        private static final double LEAST_DEVIATION = 1e-3;

        @Override
        public State initial() {
            return fresh(0, 0, 0);
        }

        private static State fresh(double weight, double beta, double rate) {
            double[] none = {};
            return new State(weight, beta, rate, none, none, none, 0, 0);
        }

        @Override
        public State afterStep(State state, StepFinished event, Progress progress) {
            Readings now = event.readings();
            if (!Double.isFinite(now.gradientNorm() + now.reconstruction() + divergence(now))) {
                return state;
            }
            State window = comparable(state, event);
            boolean enough = window.norms().length >= ENOUGH;
            boolean highNorm = enough && now.gradientNorm() > gradientFactor * Median.of(window.norms());
            boolean highLoss = enough && highLoss(window, event);
            return new State(
                    window.weight(),
                    window.beta(),
                    Math.min(window.rate(), event.learningRate()),
                    appended(window.norms(), now.gradientNorm()),
                    appended(window.reconstructions(), now.reconstruction()),
                    appended(window.divergences(), divergence(now)),
                    highNorm ? window.highNorms() + 1 : 0,
                    highLoss ? window.highLosses() + 1 : 0);
        }

        /** What is trained, or KL if nothing is priced that could be read. */
        private static double divergence(Readings now) {
            return Double.isNaN(now.divergence()) ? now.kl() : now.divergence();
        }

        /** The steps that this one is compared with. */
        private static State comparable(State state, StepFinished event) {
            Prices prices = event.prices();
            double weight = prices.reconstruction().weight();
            double beta = event.beta().orElse(prices.divergence().weight());
            boolean same = !moved(state.weight(), weight)
                    && !moved(state.beta(), beta)
                    && event.learningRate() <= RISEN * state.rate();
            return same ? state : fresh(weight, beta, event.learningRate());
        }

        private static boolean moved(double before, double now) {
            return Math.max(before, now) > MOVED * Math.min(before, now);
        }

        private boolean highLoss(State window, StepFinished event) {
            Readings now = event.readings();
            boolean squaredError = now.measures().containsKey(Measure.SQUARED_ERROR);
            double[] losses = new double[window.norms().length];
            for (int i = 0; i < losses.length; i++) {
                losses[i] = loss(window.reconstructions()[i], window.divergences()[i], event.beta(), squaredError);
            }
            double median = Median.of(losses);
            double deviation = Math.max(Median.deviation(losses, median), LEAST_DEVIATION * Math.abs(median));
            double loss = loss(now.reconstruction(), divergence(now), event.beta(), squaredError);
            return loss > median + lossDeviations * deviation;
        }

        /** At the effective beta; without one, at the decoder variance that suits this step best. */
        private double loss(double reconstruction, double divergence, OptionalDouble beta, boolean squaredError) {
            if (beta.isPresent()) {
                return reconstruction + beta.getAsDouble() * divergence;
            }
            return divergence + (squaredError ? elements / 2.0 * Math.log(reconstruction / elements) : reconstruction);
        }

        private static double[] appended(double[] values, double value) {
            int from = values.length < WINDOW ? 0 : 1;
            double[] more = Arrays.copyOfRange(values, from, values.length + 1);
            more[more.length - 1] = value;
            return more;
        }

        @Override
        public Optional<String> stops(State state) {
            if (state.highNorms() >= gradientSteps) {
                double[] norms = state.norms();
                return Optional.of(diverged(
                        "the gradient's norm was above " + (float) gradientFactor + " times its median",
                        state.highNorms(),
                        "the last was " + (float) norms[norms.length - 1] + ", the median "
                                + (float) Median.of(norms)));
            }
            return state.highLosses() < lossSteps
                    ? Optional.empty()
                    : Optional.of(diverged(
                            "the loss at the current prices was above its median by more than " + (float) lossDeviations
                                    + " times its median deviation",
                            state.highLosses(),
                            "reconstruction went from " + (float) Median.of(state.reconstructions()) + " to "
                                    + (float) state.reconstructions()[state.reconstructions().length - 1]));
        }

        private static String diverged(String what, int steps, String numbers) {
            return "training diverged: " + what + " for " + steps + (steps == 1 ? " step (" : " steps in a row (")
                    + numbers + "); try a lower learning rate or a warm-up, or clip the gradient";
        }
    }

    /** Makes the rule. */
    final class Factory implements PartFactory<StopOnDivergence, StoppingRule<?>> {

        @Override
        public StoppingRule<?> create(StopOnDivergence annotation, Facts facts) {
            return new Rule(
                    annotation.gradientFactor(),
                    annotation.gradientSteps(),
                    annotation.lossDeviations(),
                    annotation.lossSteps(),
                    facts.elements());
        }
    }
}
