package dev.equipoise.losses;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
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
 * KL from a learned prior as two terms, one for each side, which are free up to some nats: Hafner et al. 2023, eq. 4 and 5. Each
 * is clipped after averaging over the batch. While KL is below the free nats neither side has a gradient.
 */
@Documented
@Part(TwoSidedKl.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface TwoSidedKl {

    /** Weight of the term that moves the prior. */
    @Range(min = 0, max = 1e6)
    double prior() default 1;

    /** Weight of the term that moves the posterior. */
    @Range(min = 0, max = 1e6)
    double posterior() default 0.1;

    /** What each term has at least. */
    @Range(min = 0, max = 1e6, unit = "nats")
    double freeNats() default 1;

    /** prior·max(freeNats, KL(sg(q) || p)) + posterior·max(freeNats, KL(q || sg(p))), where sg stops gradients. */
    record Term(double prior, double posterior, double freeNats, Grain grain) implements Divergence {

        @Override
        public List<Measure> measures() {
            return List.of(Measure.of("twoSidedKl", Grain.BATCH, "nats"));
        }

        @Override
        public Divergence against(Prior given) {
            return new Term(prior, posterior, freeNats, TwoSides.grain(given));
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            Constants constants = batch.constants();
            return List.of(clipped(TwoSides.ofPrior(output, constants), constants)
                    .mul(constants.fixed(prior))
                    .add(clipped(TwoSides.ofPosterior(output, constants), constants)
                            .mul(constants.fixed(posterior))));
        }

        private NDArray clipped(NDArray kl, Constants constants) {
            NDArray ofExamples = grain == Grain.EXAMPLE ? kl : constants.sumOverColumns(kl);
            NDArray free = constants.fixed(freeNats);
            return Activation.relu(constants.meanOverRows(ofExamples).sub(free)).add(free);
        }
    }

    /** Makes the term. */
    final class Factory implements PartFactory<TwoSidedKl, Divergence> {

        @Override
        public Divergence create(TwoSidedKl annotation, Facts facts) {
            return new Term(annotation.prior(), annotation.posterior(), annotation.freeNats(), Grain.LATENT_OF_EXAMPLE);
        }
    }
}
