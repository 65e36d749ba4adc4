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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

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
                    constants.sumOverColumns(batch.data().sub(output.decoded()).abs());
            return List.of(error.mul(constants.fixed(1 / scale)).add(constants.fixed(normaliser(batch.elements()))));
        }

        @Override
        public boolean separable() {
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
        public double normaliser(long elements) {
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
            double[] nll = Marginals.ofExamples(split, medians(training), this::distance);
            Arrays.setAll(nll, n -> nll[n] + normaliser(split.elements()));
            return Optional.of(nll);
        }

        private double distance(double value, double median) {
            return Math.abs(value - median) / scale;
        }

        private static double[] medians(Split split) {
            Split sample = split.sampled(ENOUGH, 0);
            float[] values = sample.values();
            double[] medians = new double[sample.elements()];
            double[] column = new double[sample.examples()];
            for (int i = 0; i < medians.length; i++) {
                for (int n = 0; n < column.length; n++) {
                    column[n] = values[n * medians.length + i];
                }
                Arrays.sort(column);
                medians[i] = (column[(column.length - 1) / 2] + column[column.length / 2]) / 2;
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
