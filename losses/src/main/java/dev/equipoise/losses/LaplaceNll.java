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
import java.util.stream.IntStream;

/**
 * Negative log-likelihood of independent Laplace elements of one fixed scale whose medians are the decoder's output, in
 * nats. It is the absolute error with its constants, so that outliers pull less than under a squared error. Beta 1 gives
 * the ELBO.
 */
@Documented
@Part(LaplaceNll.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface LaplaceNll {

    /** Mean absolute deviation of each element from its median. */
    @Range(min = 1e-12, max = 1e12, unit = "units of the preprocessed data")
    double scale();

    /** Σ|x − x̂|/scale + N·ln(2·scale) of every example. */
    record Term(double scale) implements Reconstruction {

        private static final Measure MEASURE = Measure.of("laplaceNll", Grain.EXAMPLE, "nats per example");

        /** The number of examples whose medians are near enough to those of all. */
        private static final int ENOUGH = 10_000;

        @Override
        public List<Measure> measures() {
            return List.of(MEASURE);
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            Constants constants = batch.constants();
            NDArray error =
                    batch.sumOverElements(batch.data().sub(output.decoded()).abs());
            return List.of(error.mul(constants.fixed(1 / scale))
                    .add(batch.observedElements().mul(constants.fixed(normaliser(1)))));
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
        public OptionalDouble perAbsoluteError() {
            return OptionalDouble.of(1 / scale);
        }

        @Override
        public double normaliser(double elements) {
            return elements * Math.log(2 * scale);
        }

        /** Each element's distance from its median. */
        @Override
        public double saving(Split data) {
            return Marginals.mean(data, medians(data), this::distance);
        }

        /** The medians of the training split. */
        @Override
        public Optional<double[]> ofBestConstant(Split training, Split split) {
            return Optional.of(
                    Marginals.ofExamples(split, medians(training), (x, median) -> distance(x, median) + normaliser(1)));
        }

        private double distance(double value, double median) {
            return Math.abs(value - median) / scale;
        }

        private static double[] medians(Split split) {
            Split sample = split.sampled(ENOUGH, 0);
            float[] values = sample.values();
            double[] medians = new double[sample.elements()];
            for (int i = 0; i < medians.length; i++) {
                int element = i;
                double[] column = IntStream.range(0, sample.examples())
                        .mapToDouble(n -> values[n * medians.length + element])
                        .filter(value -> !Double.isNaN(value))
                        .sorted()
                        .toArray();
                if (column.length > 0) {
                    medians[i] = (column[(column.length - 1) / 2] + column[column.length / 2]) / 2;
                }
            }
            return medians;
        }
    }

    /** Makes the term. */
    final class Factory implements PartFactory<LaplaceNll, Reconstruction> {

        @Override
        public Reconstruction create(LaplaceNll annotation, Facts facts) {
            return new Term(annotation.scale());
        }
    }
}
