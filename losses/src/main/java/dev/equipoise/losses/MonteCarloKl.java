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
 * KL of a diagonal Gaussian posterior from the standard normal prior, estimated from the one sample z that the decoder gets,
 * for every latent of every example. With r = ln q(z|x) − ln p(z), the kinds differ in their bias, and in the variance
 * of their values and gradients. The exact KL has neither; the estimates show what priors without a closed form cost.
 */
@Documented
@Part(MonteCarloKl.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface MonteCarloKl {

    /** The estimate. */
    Kind kind() default Kind.STICKING_THE_LANDING;

    /** The estimates of KL by r = ln q(z|x) − ln p(z). */
    enum Kind {
        /** r, which is unbiased, and negative for many samples. */
        K1,
        /** ½·r², which is biased: its mean is near KL at the prior, below it around, and far above it beyond (Schulman 2020). */
        K2,
        /**
         * e⁻ʳ − 1 + r, which is unbiased and never negative (Schulman 2020). Its variance is small near the prior, and
         * infinite for every posterior variance of ½ and less.
         */
        K3,
        /**
         * r, whose gradient leaves out how ln q depends on the posterior's parameters other than through z: that part has
         * mean 0. Beside a reconstruction, the noise of the whole gradient vanishes at the true posterior at beta 1 (Roeder,
         * Wu and Duvenaud 2017). By itself it is that of (σ − 1/σ)·ε, larger than the noise of K1 for a narrow posterior.
         */
        STICKING_THE_LANDING
    }

    /** The estimate by r = ½(z² − ε² − v) for the log-variance v and the noise ε = (z − μ)/σ of the sample. */
    record Term(Kind kind) implements Divergence {

        private static final Measure MEASURE = Measure.of("monteCarloKl", Grain.LATENT_OF_EXAMPLE, "nats");

        @Override
        public List<Measure> measures() {
            return List.of(MEASURE);
        }

        @Override
        public boolean separable() {
            return true;
        }

        @Override
        public boolean kl() {
            return kind != Kind.K2;
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            Constants constants = batch.constants();
            NDArray noise = batch.side(Batch.NOISE);
            return List.of(
                    switch (kind) {
                        case K1 -> ratio(noise, output.logVariance(), output.latent(), constants);
                        case K2 ->
                            ratio(noise, output.logVariance(), output.latent(), constants)
                                    .square()
                                    .mul(constants.fixed(0.5));
                        case K3 -> {
                            NDArray ratio = ratio(noise, output.logVariance(), output.latent(), constants);
                            yield Gaussians.expm1(ratio.neg(), constants).add(ratio);
                        }
                        case STICKING_THE_LANDING -> throughSample(noise, output, constants);
                    });
        }

        private static NDArray ratio(NDArray noise, NDArray logVariance, NDArray latent, Constants constants) {
            return latent.square().sub(noise.square()).sub(logVariance).mul(constants.fixed(0.5));
        }

        /** The slope of ln q by z is −ε/σ; the factor beside it is 0, and has the gradient of z. */
        private static NDArray throughSample(NDArray noise, VaeOutput output, Constants constants) {
            NDArray latent = output.latent();
            NDArray logVariance = output.logVariance().stopGradient();
            NDArray slope = logVariance.mul(constants.fixed(-0.5)).exp().mul(noise);
            return ratio(noise, logVariance, latent, constants).sub(slope.mul(latent.sub(latent.stopGradient())));
        }
    }

    /** Makes the term. */
    final class Factory implements PartFactory<MonteCarloKl, Divergence> {

        @Override
        public Divergence create(MonteCarloKl annotation, Facts facts) {
            return new Term(annotation.kind());
        }
    }
}
