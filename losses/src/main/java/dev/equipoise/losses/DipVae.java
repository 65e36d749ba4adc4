package dev.equipoise.losses;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.VaeOutput;
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
 * The distance of a covariance of the latents from the identity, over the examples of a batch: DIP-VAE, Kumar et al. 2018,
 * eq. 5 to 7. The covariance is that of B examples, so that a batch needs many more examples than there are latents.
 */
@Documented
@Part(DipVae.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface DipVae {

    /** The covariance that is compared. */
    Kind kind() default Kind.I;

    /** Price of the squared covariances of different latents; the paper tries 1 to 50. */
    @Range(min = 0, max = 1e9, unit = "loss per squared covariance")
    double offDiagonal() default 10;

    /** Price of the squared distances of variances from 1: ten times {@link #offDiagonal} for I, the same for II. */
    @Range(min = 0, max = 1e9, unit = "loss per squared variance")
    double diagonal() default 100;

    /** The covariances of the paper. */
    enum Kind {
        /** Of the posterior means. */
        I,
        /** Of the latents: that of the means, and the mean variance of the posteriors. */
        II
    }

    /** offDiagonal·Σ(cov_ij², i ≠ j) + diagonal·Σ(cov_ii − 1)². */
    record Term(Kind kind, double offDiagonal, double diagonal) implements LossTerm {

        private static final Measure MEASURE = Measure.of("dipVae", Grain.BATCH, "loss");

        @Override
        public List<Measure> measures() {
            return List.of(MEASURE);
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            Constants constants = batch.constants();
            NDArray mean = output.mean();
            NDArray centred = mean.sub(constants.meanOverRows(mean));
            NDArray covariance = centred.transpose()
                    .matMul(centred)
                    .mul(constants.fixed(1.0 / mean.getShape().get(0)));
            NDArray variances = constants.meanOverRows(centred.square());
            NDArray compared = kind == Kind.I
                    ? variances
                    : variances.add(constants.meanOverRows(output.logVariance().exp()));
            NDArray all = constants
                    .meanOverRows(constants.sumOverColumns(covariance.square()))
                    .mul(constants.fixed((double) mean.getShape().get(1)));
            NDArray off = all.sub(constants.sumOverColumns(variances.square()));
            NDArray on =
                    constants.sumOverColumns(compared.sub(constants.fixed(1)).square());
            return List.of(off.mul(constants.fixed(offDiagonal)).add(on.mul(constants.fixed(diagonal))));
        }
    }

    /** Refuses batches without pairs. */
    final class Factory implements PartFactory<DipVae, LossTerm> {

        @Override
        public LossTerm create(DipVae annotation, Facts facts) {
            List<String> problems = Pairs.problems(facts, "a single example has no covariance");
            if (!problems.isEmpty()) {
                throw new InvalidPartException(problems);
            }
            return new Term(annotation.kind(), annotation.offDiagonal(), annotation.diagonal());
        }
    }
}
