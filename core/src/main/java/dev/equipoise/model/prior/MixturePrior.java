package dev.equipoise.model.prior;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Gaussians;
import dev.equipoise.objective.Learned;
import dev.equipoise.objective.Mixture;
import dev.equipoise.objective.Prior;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import dev.equipoise.random.CounterRandom;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;

/**
 * p(z) is a mixture of diagonal Gaussians with means, variances and weights that are learned. Means begin at draws from
 * N(0, I), since components that begin alike stay alike. KL has no closed form: it is estimated from each example's sample,
 * and there is none of a single latent.
 */
@Documented
@Part(MixturePrior.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface MixturePrior {

    /** How many Gaussians. */
    @Range(min = 2, max = 4096, unit = "Gaussians")
    int components() default 10;

    /** The prior. */
    record Mixed(int components, int latents, long seed) implements Prior {

        @Override
        public List<Learned> learned() {
            return List.of(
                    new Learned(
                            "mean",
                            components,
                            latents,
                            i -> CounterRandom.gaussian(seed, CounterRandom.Stream.PRIOR_WEIGHTS, 0, i)),
                    Learned.of("logVariance", components, latents, 0),
                    Learned.of("logit", 1, components, 0));
        }

        @Override
        public Mixture mixture(Map<String, NDArray> learned, Encoder encoder, Constants constants) {
            NDArray logits = Learned.in(learned, "logit");
            return new Mixture(
                    Learned.in(learned, "mean"),
                    Learned.in(learned, "logVariance"),
                    logits.sub(Gaussians.logSumExp(logits, constants)));
        }
    }

    /** Makes the prior. */
    final class Factory implements PartFactory<MixturePrior, Prior> {

        @Override
        public Prior create(MixturePrior annotation, Facts facts) {
            return new Mixed(annotation.components(), facts.latents(), facts.seed());
        }
    }
}
