package dev.equipoise.model;

import ai.djl.ndarray.NDArray;
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
import java.util.OptionalDouble;

/**
 * q(z|x) = N(mean, sigma²·I) with the same sigma for every example and latent: noise of a given strength, as in tokenizers for
 * diffusion models. No encoder can change what sigma itself costs, M·(sigma² − ln sigma² − 1)/2 nats of KL, so only the rest
 * is priced: half the squared length of the means. The raw log-variances of the encoder are not used.
 */
@Documented
@Part(FixedNoise.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface FixedNoise {

    /** Standard deviation of every latent. */
    @Range(min = 1e-4, max = 10)
    double sigma() default 0.5;

    /** The posterior. */
    record Fixed(double sigma) implements Posterior {

        @Override
        public NDArray mean(NDArray raw, NDArray logVariance, Constants constants) {
            return raw;
        }

        @Override
        public boolean anyGaussian() {
            return false;
        }

        @Override
        public NDArray logVariance(NDArray raw, Constants constants) {
            return raw.mul(constants.fixed(0)).add(constants.fixed(2 * Math.log(sigma)));
        }

        @Override
        public OptionalDouble fixedVariance() {
            return OptionalDouble.of(sigma * sigma);
        }
    }

    /** Makes the posterior. */
    final class Factory implements PartFactory<FixedNoise, Posterior> {

        @Override
        public Posterior create(FixedNoise annotation, Facts facts) {
            return new Fixed(annotation.sigma());
        }
    }
}
