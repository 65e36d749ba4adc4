package dev.equipoise.losses;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.Gaussians;
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
 * KL of a diagonal Gaussian posterior from the prior, estimated from the one sample z that the decoder gets: for every latent
 * of every example, or for every example if the prior is a mixture. With r = ln q(z|x) − ln p(z), the kinds differ in their bias, and in the variance
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

    /** The estimate by r = ln q − ln p, where ln q = ln N(ε; 0, 1) − ½v for the log-variance v and the noise ε = (z − μ)/σ. */
    record Term(Kind kind, Grain grain) implements Divergence {

        Term(Kind kind) {
            this(kind, Grain.LATENT_OF_EXAMPLE);
        }

        @Override
        public List<Measure> measures() {
            return List.of(Measure.of("monteCarloKl", grain, "nats"));
        }

        @Override
        public Divergence against(Prior prior) {
            return new Term(kind, VaeOutput.klGrain(prior.components()));
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
            if (kind == Kind.STICKING_THE_LANDING) {
                return List.of(throughSample(noise, output, constants));
            }
            NDArray ratio = ratio(noise, output.logVariance(), output, constants);
            return List.of(
                    switch (kind) {
                        case K2 -> ratio.square().mul(constants.fixed(0.5));
                        case K3 -> Gaussians.expm1(ratio.neg(), constants).add(ratio);
                        default -> ratio;
                    });
        }

        private NDArray ratio(NDArray noise, NDArray logVariance, VaeOutput output, Constants constants) {
            NDArray latent = output.latent();
            if (output.prior().isEmpty()) {
                return latent.square().sub(noise.square()).sub(logVariance).mul(constants.fixed(0.5));
            }
            NDArray logPosterior =
                    Gaussians.logStandardNormal(noise, constants).sub(logVariance.mul(constants.fixed(0.5)));
            return ofGrain(logPosterior, constants).sub(output.logPrior(constants));
        }

        private NDArray ofGrain(NDArray values, Constants constants) {
            return grain == Grain.EXAMPLE ? constants.sumOverColumns(values) : values;
        }

        /** The slope of ln q by z is −ε/σ; the factor beside it is 0, and has the gradient of z. */
        private NDArray throughSample(NDArray noise, VaeOutput output, Constants constants) {
            NDArray latent = output.latent();
            NDArray logVariance = output.logVariance().stopGradient();
            NDArray slope = logVariance.mul(constants.fixed(-0.5)).exp().mul(noise);
            NDArray path = slope.mul(latent.sub(latent.stopGradient()));
            return ratio(noise, logVariance, output, constants).sub(ofGrain(path, constants));
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
