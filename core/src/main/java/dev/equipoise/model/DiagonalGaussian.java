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

/**
 * q(z|x) = N(mean, diag(exp(logVariance))): Kingma and Welling 2014. The log-variance is clamped softly, as
 * limit·tanh(raw/limit): smooth everywhere, nearly the identity for common values, and never beyond the limit, so that
 * no exponential overflows. The clamped value is the one that everything uses, the KL too.
 */
@Documented
@Part(DiagonalGaussian.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface DiagonalGaussian {

    /** Largest absolute log-variance. */
    @Range(min = 1, max = 40, unit = "nats")
    double maxLogVariance() default 20;

    /** The posterior. */
    record Clamped(double maxLogVariance) implements Posterior {

        @Override
        public NDArray mean(NDArray raw, NDArray logVariance, Constants constants) {
            return raw;
        }

        @Override
        public NDArray logVariance(NDArray raw, Constants constants) {
            return raw.mul(constants.fixed(1 / maxLogVariance)).tanh().mul(constants.fixed(maxLogVariance));
        }
    }

    /** Makes the posterior. */
    final class Factory implements PartFactory<DiagonalGaussian, Posterior> {

        @Override
        public Posterior create(DiagonalGaussian annotation, Facts facts) {
            return new Clamped(annotation.maxLogVariance());
        }
    }
}
