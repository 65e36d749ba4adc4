package dev.equipoise.model;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Constants;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/**
 * A diagonal Gaussian whose means are normalized over the batch, to the deviation gamma and a mean that is learned: Zhu et al.
 * 2020. The KL from N(0, 1) of a batch in training is then at least M·gamma²/2 nats, so that latents cannot collapse. Evaluation
 * uses running means and variances. The log-variance is clamped softly to 20.
 */
@Documented
@Part(BatchNormMean.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface BatchNormMean {

    /** Standard deviation of every latent's mean over a batch. */
    @Range(min = 0.01, max = 10)
    double gamma() default 0.5;

    /** The posterior. */
    record Normalized(double gamma, Posterior clamped) implements Posterior {

        @Override
        public List<Layer> layers(int latents) {
            return List.of(new NormalizedMeans(latents, gamma));
        }

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
            return clamped.logVariance(raw, constants);
        }
    }

    /** Refuses batches of one example. */
    final class Factory implements PartFactory<BatchNormMean, Posterior> {

        private static final double MAX_LOG_VARIANCE = 20;

        @Override
        public Posterior create(BatchNormMean annotation, Facts facts) {
            if (Normalization.hasBatchOfOne(facts)) {
                throw new InvalidPartException(
                        "every batch must have at least 2 examples, over which means are normalized, got "
                                + facts.examples() + " examples in batches of " + facts.batchSize()
                                + "; choose another batch size");
            }
            return new Normalized(annotation.gamma(), new DiagonalGaussian.Clamped(MAX_LOG_VARIANCE));
        }
    }
}
