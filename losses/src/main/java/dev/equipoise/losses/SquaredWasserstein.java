package dev.equipoise.losses;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/**
 * The squared 2-Wasserstein distance of a diagonal Gaussian posterior from the standard normal prior, for every latent of
 * every example: Givens and Shortt 1984. It is finite for a posterior without a variance, so nothing keeps KL finite:
 * directions of the data that are worth more than their price get any number of nats, and the others none.
 */
@Documented
@Part(SquaredWasserstein.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface SquaredWasserstein {

    /** μ² + (σ − 1)². */
    record Term() implements Divergence {

        private static final Measure MEASURE =
                Measure.of("squaredWasserstein", Grain.LATENT_OF_EXAMPLE, "squared standard deviations of the prior");

        @Override
        public List<Measure> measures() {
            return List.of(MEASURE);
        }

        @Override
        public boolean separable() {
            return true;
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            Constants constants = batch.constants();
            NDArray deviation = output.logVariance().mul(constants.fixed(0.5)).exp();
            return List.of(
                    output.mean().square().add(deviation.sub(constants.fixed(1)).square()));
        }
    }

    /** Makes the term. */
    final class Factory implements PartFactory<SquaredWasserstein, Divergence> {

        @Override
        public Divergence create(SquaredWasserstein annotation, Facts facts) {
            return new Term();
        }
    }
}
