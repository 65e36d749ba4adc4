package dev.equipoise.losses;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.Grain;
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
 * The Rényi divergence of a diagonal Gaussian posterior from the standard normal prior, in nats for every latent of every
 * example: ln E_p[(q/p)^alpha]/(alpha − 1), van Erven and Harremoës 2014, eq. 10. Its limit at alpha 1 is KL; it
 * vanishes as alpha goes to 0, and grows with alpha.
 */
@Documented
@Part(RenyiDivergence.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface RenyiDivergence {

    /** The order: above 0, and not within 0.01 of 1, where the value is KL and its formula loses its precision. */
    @Range(min = 0.1, max = 20)
    double alpha() default 0.5;

    /**
     * ½·alpha·μ²/S + ln S/(2(1 − alpha)) − v/2 with S = alpha + (1 − alpha)·eᵛ for the log-variance v. At an order above 1
     * the divergence is infinite for S ≤ 0, a variance of alpha/(alpha − 1) and more. Below S = 0.1 the logarithm goes
     * on along its tangent, and the first summand as it is there, so that the gradient leads back.
     */
    record Term(double alpha) implements Divergence {

        private static final double LEAST = 0.1;

        private static final Measure MEASURE = Measure.of("renyiDivergence", Grain.LATENT_OF_EXAMPLE, "nats");

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
            NDArray mixed = logVariance.exp().mul(constants.fixed(1 - alpha)).add(constants.fixed(alpha));
            NDArray positive = mixed.maximum(constants.fixed(LEAST));
            NDArray logarithm = positive.log().add(mixed.sub(positive).mul(constants.fixed(1 / LEAST)));
            NDArray quadratic =
                    output.mean().square().mul(constants.fixed(alpha)).div(positive);
            return List.of(quadratic
                    .add(logarithm.mul(constants.fixed(1 / (1 - alpha))))
                    .sub(logVariance)
                    .mul(constants.fixed(0.5)));
        }
    }

    /** Makes the term. */
    final class Factory implements PartFactory<RenyiDivergence, Divergence> {

        @Override
        public Divergence create(RenyiDivergence annotation, Facts facts) {
            if (Math.abs(annotation.alpha() - 1) < 0.01) {
                throw new InvalidPartException("alpha must not be within 0.01 of 1, got " + annotation.alpha()
                        + ": the divergence of order 1 is KL; use the default divergence");
            }
            return new Term(annotation.alpha());
        }
    }
}
