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
import dev.equipoise.part.Range;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/**
 * KL from a learned prior, whose gradient is alpha times that of the prior and 1 − alpha times that of the posterior: Hafner et
 * al. 2021, algorithm 2. The value is KL itself. With alpha above a half the prior moves towards the posteriors faster than they
 * move towards it. The posteriors pay beta·(1 − alpha) for a nat: a fixed beta has to be 1/(1 − alpha) times as large for the same
 * balance as without.
 */
@Documented
@Part(KlBalancing.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface KlBalancing {

    /** Share of the gradient that the prior gets. */
    @Range(min = 0, max = 1)
    double alpha() default 0.8;

    /** alpha·KL(sg(q) || p) + (1 − alpha)·KL(q || sg(p)), where sg stops gradients. */
    record Term(double alpha, Grain grain) implements Divergence {

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
            return new Term(alpha, TwoSides.grain(prior));
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            Constants constants = batch.constants();
            return List.of(TwoSides.ofPrior(output, constants)
                    .mul(constants.fixed(alpha))
                    .add(TwoSides.ofPosterior(output, constants).mul(constants.fixed(1 - alpha))));
        }
    }

    /** Makes the term. */
    final class Factory implements PartFactory<KlBalancing, Divergence> {

        @Override
        public Divergence create(KlBalancing annotation, Facts facts) {
            return new Term(annotation.alpha(), Grain.LATENT_OF_EXAMPLE);
        }
    }
}
