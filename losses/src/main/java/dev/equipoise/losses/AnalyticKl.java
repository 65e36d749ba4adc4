package dev.equipoise.losses;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Prior;
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
 * The exact KL of a diagonal Gaussian posterior from a Gaussian prior, in nats for every latent of every example: Kingma and
 * Welling 2014, appendix B. Beside a prior that is a mixture, KL has no closed form: the measure is then −H(q) − ln p(z) of
 * the sample z of each example, unbiased, with the posterior's entropy H in closed form. If all posteriors have the same
 * variance, the measure beside N(0, I) is half the square of the mean: what is left of KL without the share that no encoder
 * can change.
 */
@Documented
@Part(AnalyticKl.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface AnalyticKl {

    /** KL in the form that keeps its precision near the prior. */
    record Term(boolean standardNormal, Grain grain) implements Divergence {

        /** KL from N(0, I). */
        public Term() {
            this(true, Grain.LATENT_OF_EXAMPLE);
        }

        @Override
        public List<Measure> measures() {
            return List.of(Measure.of(Measure.KL, grain, "nats"));
        }

        @Override
        public boolean separable() {
            return true;
        }

        @Override
        public Divergence against(Prior prior) {
            return new Term(prior.standardNormal(), VaeOutput.klGrain(prior.components()));
        }

        @Override
        public Divergence ofFixedVariance(double variance) {
            return standardNormal ? new OfMeans() : this;
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            return List.of(output.kl(batch.constants()));
        }
    }

    /** ½μ². */
    record OfMeans() implements Divergence {

        @Override
        public List<Measure> measures() {
            return List.of(Measure.of("squaredMean", Grain.LATENT_OF_EXAMPLE, "nats"));
        }

        @Override
        public boolean separable() {
            return true;
        }

        /** Its mean is KL less a constant. */
        @Override
        public boolean kl() {
            return true;
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            Constants constants = batch.constants();
            return List.of(output.mean().square().mul(constants.fixed(0.5)));
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
