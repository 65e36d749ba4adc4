package dev.equipoise.losses;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
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
 * KL of the standard normal prior from the posterior, KL(p(z) || q(z|x)), in nats for every latent of every example: the
 * arguments of the usual KL in reverse. It is infinite for a posterior without a variance, and grows with 1/σ², so that
 * variances stay near 1 and only the means carry information. Beside it, {@code elbo} and {@code kl} keep the usual KL.
 */
@Documented
@Part(ReverseKl.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ReverseKl {

    /** ½(e⁻ᵛ − 1 + v + μ²·e⁻ᵛ) for the log-variance v, in the form that keeps its precision near the prior. */
    record Term() implements Divergence {

        private static final Measure MEASURE = Measure.of("reverseKl", Grain.LATENT_OF_EXAMPLE, "nats");

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
            NDArray negative = output.logVariance().neg();
            NDArray quadratic = output.mean().square().mul(negative.exp());
            return List.of(Gaussians.expm1(negative, constants)
                    .sub(negative)
                    .add(quadratic)
                    .mul(constants.fixed(0.5)));
        }
    }

    /** Makes the term. */
    final class Factory implements PartFactory<ReverseKl, Divergence> {

        @Override
        public Divergence create(ReverseKl annotation, Facts facts) {
            return new Term();
        }
    }
}
