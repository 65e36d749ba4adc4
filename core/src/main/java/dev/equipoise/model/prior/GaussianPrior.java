package dev.equipoise.model.prior;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Learned;
import dev.equipoise.objective.Mixture;
import dev.equipoise.objective.Prior;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;

/**
 * p(z) = N(m, diag(v)) with means and variances that are learned, from N(0, I). It fits the aggregate posterior in its first
 * two moments; neither the scale nor the origin of the latents is fixed then. KL keeps its closed form for each latent.
 */
@Documented
@Part(GaussianPrior.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface GaussianPrior {

    /** The prior. */
    record Gaussian(int latents) implements Prior {

        @Override
        public int components() {
            return 1;
        }

        @Override
        public List<Learned> learned() {
            return List.of(Learned.of("mean", 1, latents, 0), Learned.of("logVariance", 1, latents, 0));
        }

        @Override
        public Mixture mixture(Map<String, NDArray> learned, Encoder encoder, Constants constants) {
            return new Mixture(
                    Learned.in(learned, "mean"), Learned.in(learned, "logVariance"), constants.fixed(List.of(0.0)));
        }
    }

    /** Makes the prior. */
    final class Factory implements PartFactory<GaussianPrior, Prior> {

        @Override
        public Prior create(GaussianPrior annotation, Facts facts) {
            return new Gaussian(facts.latents());
        }
    }
}
