package dev.equipoise.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import dev.equipoise.objective.Constants;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A diagonal Gaussian whose KL from N(0, 1) is at least delta in every latent of every example: Razavi et al. 2019, section
 * 2.1. Deviations are between the two roots of ln σ² − σ² + 1 + 2·delta = 0, and means are at least the root of what they lack
 * of delta, and never negative.
 */
@Documented
@Part(DeltaVae.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface DeltaVae {

    /** Least KL of a latent of an example. */
    @Range(min = 1e-3, max = 10, unit = "nats")
    double delta() default 0.1;

    /**
     * The posterior.
     *
     * @param lowest log-variance, at which the KL of a mean of 0 is delta
     * @param highest log-variance, likewise
     */
    record Committed(double delta, double lowest, double highest) implements Posterior {

        private static final double LEAST = 1e-6;

        static Committed of(double delta) {
            return new Committed(delta, root(delta, -2 * delta - 1, 0), root(delta, Math.log(2 * delta + 3) + 1, 0));
        }

        /** Where v − eᵛ + 1 + 2·delta is 0, between a log-variance at which it is negative and one at which it is positive. */
        private static double root(double delta, double negative, double positive) {
            double below = negative;
            double above = positive;
            for (int i = 0; i < 200; i++) {
                double middle = 0.5 * (below + above);
                if (middle - Math.exp(middle) + 1 + 2 * delta < 0) {
                    below = middle;
                } else {
                    above = middle;
                }
            }
            return above;
        }

        /** √(2·delta + 1 + ln σ² − σ² + max(raw, 0)). */
        @Override
        public NDArray mean(NDArray raw, NDArray logVariance, Constants constants) {
            NDArray lacking = logVariance.sub(logVariance.exp()).add(constants.fixed(2 * delta + 1));
            return Activation.relu(lacking)
                    .add(Activation.relu(raw))
                    .add(constants.fixed(LEAST))
                    .sqrt();
        }

        @Override
        public boolean anyGaussian() {
            return false;
        }

        @Override
        public NDArray logVariance(NDArray raw, Constants constants) {
            return Activation.sigmoid(raw)
                    .mul(constants.fixed(highest - lowest))
                    .add(constants.fixed(lowest));
        }
    }

    /** Makes the posterior. */
    final class Factory implements PartFactory<DeltaVae, Posterior> {

        @Override
        public Posterior create(DeltaVae annotation, Facts facts) {
            return Committed.of(annotation.delta());
        }
    }
}
