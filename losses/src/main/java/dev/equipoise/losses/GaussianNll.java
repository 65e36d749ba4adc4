package dev.equipoise.losses;

import ai.djl.ndarray.NDArray;
import dev.equipoise.data.Split;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Reconstruction;
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
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Negative log-likelihood of independent Gaussian elements of one fixed variance whose means are the decoder's output, in
 * nats: Kingma and Welling 2014, appendix C.2. Beta 1 gives the ELBO. The gradient is that of the squared error, divided by
 * twice the variance, so that with this beta the optimum is that of the squared error with beta·2·variance.
 */
@Documented
@Part(GaussianNll.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface GaussianNll {

    /** Of each element, around its mean. */
    @Range(min = 1e-12, max = 1e12, unit = "squared units of the preprocessed data")
    double variance();

    /** SSE/(2·variance) + N/2·ln(2π·variance) of every example. */
    record Term(double variance) implements Reconstruction {

        private static final Measure MEASURE = Measure.of("gaussianNll", Grain.EXAMPLE, "nats per example");

        @Override
        public List<Measure> measures() {
            return List.of(MEASURE);
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            Constants constants = batch.constants();
            NDArray error = batch.squaredError(output.decoded());
            NDArray normaliser = batch.observedElements().mul(constants.fixed(normaliser(1)));
            return List.of(error.mul(constants.fixed(0.5 / variance)).add(normaliser));
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

        /** The stated one, whatever beta is: beta is a weight beside the likelihood, not a part of it. */
        @Override
        public OptionalDouble decoderVariance(double beta) {
            return OptionalDouble.of(variance);
        }

        @Override
        public double normaliser(double elements) {
            return 0.5 * elements * Math.log(2 * Math.PI * variance);
        }

        /** What the data vary around their means. */
        @Override
        public double saving(Split data) {
            return Marginals.mean(data, data.means(), this::distance);
        }

        /** The means of the training split. */
        @Override
        public Optional<double[]> ofBestConstant(Split training, Split split) {
            return Optional.of(
                    Marginals.ofExamples(split, training.means(), (x, mean) -> distance(x, mean) + normaliser(1)));
        }

        private double distance(double value, double mean) {
            return (value - mean) * (value - mean) / (2 * variance);
        }
    }

    /** Makes the term. */
    final class Factory implements PartFactory<GaussianNll, Reconstruction> {

        @Override
        public Reconstruction create(GaussianNll annotation, Facts facts) {
            return new Term(annotation.variance());
        }
    }
}
