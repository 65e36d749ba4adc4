package dev.equipoise.losses;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Measure;
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
 * The geometric Jensen-Shannon divergence of a diagonal Gaussian posterior q and the standard normal prior p, in nats for
 * every latent of every example: (1 − weight)·KL(q || g) + weight·KL(p || g), where g is proportional to
 * q^(1 − weight)·p^weight. Nielsen 2019; Deasy et al. 2020, eq. 10. It is finite but vanishes at both ends of the weight,
 * where g is q or p: near 0 it is about weight·KL(p || q), near 1 about (1 − weight)·KL(q || p).
 */
@Documented
@Part(GeometricJensenShannon.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface GeometricJensenShannon {

    /** Weight of the prior in the geometric mean, above 0 and below 1. */
    @Range(min = 0.001, max = 0.999)
    double weight() default 0.5;

    /**
     * ½(4w(1 − w)·sinh²(v/2) − ln A − (1 − w)·v + w(1 − w)·μ²·(w + (1 − w)·e⁻²ᵛ)/A) with A = (1 − w)·e⁻ᵛ + w, the inverse
     * of the variance of g, for the weight w and the log-variance v.
     */
    record Term(double prior) implements Divergence {

        private static final Measure MEASURE = Measure.of("geometricJensenShannon", Grain.LATENT_OF_EXAMPLE, "nats");

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
            NDArray logVariance = output.logVariance();
            NDArray ofPrior = constants.fixed(prior);
            NDArray ofPosterior = constants.fixed(1 - prior);
            NDArray both = constants.fixed(prior * (1 - prior));
            NDArray deviation = logVariance.mul(constants.fixed(0.5)).exp();
            NDArray precision = logVariance.neg().exp();
            NDArray mixed = precision.mul(ofPosterior).add(ofPrior);
            NDArray spread = deviation.sub(precision.mul(deviation)).square().mul(both);
            NDArray quadratic = output.mean()
                    .square()
                    .mul(precision.square().mul(ofPosterior).add(ofPrior))
                    .div(mixed)
                    .mul(both);
            return List.of(spread.sub(mixed.log())
                    .sub(logVariance.mul(ofPosterior))
                    .add(quadratic)
                    .mul(constants.fixed(0.5)));
        }
    }

    /** Makes the term. */
    final class Factory implements PartFactory<GeometricJensenShannon, Divergence> {

        @Override
        public Divergence create(GeometricJensenShannon annotation, Facts facts) {
            return new Term(annotation.weight());
        }
    }
}
