package dev.equipoise.losses;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.Gaussians;
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
 * The exact KL of a diagonal Gaussian posterior from the standard normal prior, in nats for every latent of every
 * example: Kingma and Welling 2014, appendix B.
 */
@Documented
@Part(AnalyticKl.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface AnalyticKl {

    /** ½(μ² + σ² − ln σ² − 1), in the form that keeps its precision near the prior. */
    record Term() implements Divergence {

        private static final Measure MEASURE = Measure.of(Measure.KL, Grain.LATENT_OF_EXAMPLE, "nats");

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
            return List.of(Gaussians.klToStandardNormal(output.mean(), output.logVariance(), batch.constants()));
        }
    }

    /** Makes the term. */
    final class Factory implements PartFactory<AnalyticKl, Divergence> {

        @Override
        public Divergence create(AnalyticKl annotation, Facts facts) {
            return new Term();
        }
    }
}
