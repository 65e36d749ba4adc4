package dev.equipoise.losses;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Reconstruction;
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
import java.util.OptionalDouble;

/**
 * The squared error summed over a datum's elements, without a factor 1/2: the reconstruction of the article's loss.
 * Together with beta·KL, it is the negative log-likelihood of a Gaussian decoder of variance beta/2, up to a factor.
 */
@Documented
@Part(SquaredError.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface SquaredError {

    /** ‖x − x̂‖² of every example; x̂ is the decoder's output. Missing values are left out. */
    record Term() implements Reconstruction {

        private static final Measure MEASURE =
                Measure.of(Measure.SQUARED_ERROR, Grain.EXAMPLE, "squared error per example");

        @Override
        public List<Measure> measures() {
            return List.of(MEASURE);
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            return List.of(batch.squaredError(output.decoded()));
        }

        @Override
        public boolean separable() {
            return true;
        }

        @Override
        public boolean leavesGapsOut() {
            return true;
        }

        @Override
        public NDArray prediction(NDArray decoded, Constants constants) {
            return decoded;
        }

        @Override
        public OptionalDouble decoderVariance(double beta) {
            return OptionalDouble.of(beta / 2);
        }
    }

    /** Makes the term. */
    final class Factory implements PartFactory<SquaredError, Reconstruction> {

        @Override
        public Reconstruction create(SquaredError annotation, Facts facts) {
            return new Term();
        }
    }
}
