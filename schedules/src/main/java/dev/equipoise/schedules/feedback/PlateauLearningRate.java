package dev.equipoise.schedules.feedback;

import dev.equipoise.balance.LearningRate;
import dev.equipoise.balance.Readings;
import dev.equipoise.objective.Measure;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * A learning rate that falls at plateaus of training. It watches the negative ELBO of the epoch's means at the
 * decoder variance that suits them best, N/2·ln(SSE/N) + KL in nats per example, in which beta does not occur: the loss
 * itself rises with beta. If the squared error is not trained it watches reconstruction + KL.
 */
@Documented
@Part(PlateauLearningRate.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface PlateauLearningRate {

    /** Rate until the first plateau. */
    @Range(min = 0, minExcluded = true, max = 1e3, unit = "per step")
    double rate() default 1e-3;

    /** The factor of the rate at each plateau. */
    @Range(min = 0, minExcluded = true, max = 0.999)
    double factor() default 0.5;

    /** Epochs without improvement that make a plateau. */
    @Range(min = 1, unit = "epochs")
    int patience() default 5;

    /** The least improvement over the best epoch that counts. */
    @Range(min = 0, max = 1e9, unit = "nats per example")
    double threshold() default 0.1;

    /** The least rate. */
    @Range(min = 0, max = 1e3, unit = "per step")
    double min() default 1e-6;

    /** Epochs that are not judged, such as those of a ramp of beta. */
    @Range(min = 0, unit = "epochs")
    int after() default 0;

    /**
     * The state of the learning rate.
     *
     * @param reconstruction sum over the epoch's examples so far, in the term's unit
     * @param kl the same in nats
     * @param examples that these sums are over
     * @param epochs that were trained
     * @param best the lowest value of an epoch
     * @param worse epochs since it, or since the last plateau
     * @param plateaus that were found
     */
    record State(double reconstruction, double kl, long examples, int epochs, double best, int worse, int plateaus) {

        State with(Readings readings) {
            int more = readings.examples();
            return new State(
                    reconstruction + more * readings.reconstruction(),
                    kl + more * readings.kl(),
                    examples + more,
                    epochs,
                    best,
                    worse,
                    plateaus);
        }

        State nextEpoch(double best, int worse, int plateaus) {
            return new State(0, 0, 0, epochs + 1, best, worse, plateaus);
        }
    }

    /**
     * max(rate·factor^plateaus, min).
     *
     * @param elements N of a datum
     */
    record Rate(double rate, double factor, int patience, double threshold, double min, int after, int elements)
            implements LearningRate<State> {

        @Override
        public State initial() {
            return new State(0, 0, 0, 0, Double.MAX_VALUE, 0, 0);
        }

        @Override
        public double at(long step, State state) {
            return Math.max(rate * Math.pow(factor, state.plateaus()), min);
        }

        @Override
        public State next(long step, State state, Readings readings) {
            boolean finite = Double.isFinite(readings.reconstruction()) && Double.isFinite(readings.kl());
            State seen = finite ? state.with(readings) : state;
            return readings.lastOfEpoch() ? judged(seen, readings.measures().containsKey(Measure.SQUARED_ERROR)) : seen;
        }

        /** The first epoch that is judged is the reference, and a fall after the last epoch has no effect. */
        @Override
        public List<String> foresee(Facts facts) {
            int epochs = facts.epochs();
            long first = 1L + after + patience;
            return first < epochs
                    ? List.of()
                    : List.of("the rate can fall after " + first + " epochs at the earliest, and the run has " + epochs
                            + ": it stays at " + (float) rate
                            + "; set experiment.epochs to at least " + (first + 1)
                            + ", or lower plateauLearningRate.patience or plateauLearningRate.after");
        }

        private State judged(State seen, boolean squaredError) {
            double reconstruction = seen.reconstruction() / seen.examples();
            double value = (squaredError ? elements / 2.0 * Math.log(reconstruction / elements) : reconstruction)
                    + seen.kl() / seen.examples();
            if (seen.epochs() < after || !Double.isFinite(value)) {
                return seen.nextEpoch(seen.best(), seen.worse(), seen.plateaus());
            }
            if (value < seen.best() - threshold) {
                return seen.nextEpoch(value, 0, seen.plateaus());
            }
            return seen.worse() + 1 < patience
                    ? seen.nextEpoch(seen.best(), seen.worse() + 1, seen.plateaus())
                    : seen.nextEpoch(seen.best(), 0, seen.plateaus() + 1);
        }
    }

    /** Refuses a patience that is shorter than a cycle of beta, during which the watched value rises and falls. */
    final class Factory implements PartFactory<PlateauLearningRate, LearningRate<?>> {

        @Override
        public LearningRate<?> create(PlateauLearningRate annotation, Facts facts) {
            List<String> problems = new ArrayList<>();
            if (annotation.min() >= annotation.rate()) {
                problems.add("min must be below rate (" + annotation.rate() + "), got " + annotation.min());
            }
            long perEpoch = facts.stepsPerEpoch();
            long cycle = (facts.knownBetaCycle().orElse(0) + perEpoch - 1) / perEpoch;
            if (annotation.patience() < cycle) {
                problems.add("patience must be at least the " + cycle + " epochs of beta's cycle, got "
                        + annotation.patience());
            }
            if (!problems.isEmpty()) {
                throw new InvalidPartException(problems);
            }
            return new Rate(
                    annotation.rate(),
                    annotation.factor(),
                    annotation.patience(),
                    annotation.threshold(),
                    annotation.min(),
                    annotation.after(),
                    facts.elements());
        }
    }
}
