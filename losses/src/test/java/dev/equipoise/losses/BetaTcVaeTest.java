package dev.equipoise.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.equipoise.losses.BetaTcVae.Estimator;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.testing.EngineTrial;
import dev.equipoise.testing.LossTermContract;
import dev.equipoise.testing.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BetaTcVaeTest {

    private static final List<String> ENGINES = List.of("MXNet", "PyTorch");

    /** Of the training split in most tests. */
    private static final int EXAMPLES = 1000;

    private static BetaTcVae.Term term(Estimator estimator, int examples) {
        return new BetaTcVae.Term(1, 6, 1, estimator, examples);
    }

    /** One measure of a term as a term of its own, or the sum of all. */
    private record Part(LossTerm whole, int index) implements LossTerm {

        static final int SUM = -1;

        @Override
        public List<Measure> measures() {
            return List.of(Measure.of("part", Grain.EXAMPLE, "nats"));
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            List<NDArray> all = whole.measure(batch, output);
            return List.of(index == SUM ? all.stream().reduce(NDArray::add).orElseThrow() : all.get(index));
        }
    }

    /** The matrix of appendix C.2, by the indices of its text: an example's own posterior is on the diagonal. */
    private static double[][] stratified(int rows, int examples) {
        double[][] weights = new double[rows][rows];
        double others = rows - 1;
        for (int i = 0; i < rows; i++) {
            Arrays.fill(weights[i], 1 / others);
            weights[i][(i + 1) % rows] = (examples - others) / (examples * others);
            weights[i][i] = 1.0 / examples;
        }
        return weights;
    }

    /** As the authors' code fills it: with a stride of one row, and so by columns. */
    private static double[][] byColumns(int rows, int examples) {
        double[][] weights = new double[rows][rows];
        double others = rows - 1;
        for (double[] row : weights) {
            Arrays.fill(row, 1 / others);
            row[0] = 1.0 / examples;
            row[1] = (examples - others) / (examples * others);
        }
        weights[rows - 2][0] = (examples - others) / (examples * others);
        return weights;
    }

    private static double[][] weighted(int rows, int examples) {
        double[][] weights = new double[rows][rows];
        Arrays.stream(weights).forEach(row -> Arrays.fill(row, 1.0 / rows / examples));
        return weights;
    }

    private static double[][] weights(Estimator estimator, int rows, int examples) {
        return estimator == Estimator.STRATIFIED ? stratified(rows, examples) : weighted(rows, examples);
    }

    /** ln Σ exp. */
    private static double logSum(double[] logs) {
        double largest = Arrays.stream(logs).max().orElseThrow();
        return largest
                + Math.log(
                        Arrays.stream(logs).map(log -> Math.exp(log - largest)).sum());
    }

    /** One part for each example, from the definition: densities of every posterior at every latent, in loops. */
    private static double[] parts(Sample sample, double[][] weights, int part) {
        int rows = sample.mean().length;
        int columns = sample.mean()[0].length;
        double[] values = new double[rows];
        for (int i = 0; i < rows; i++) {
            double[] joint = new double[rows];
            double marginals = 0;
            double prior = 0;
            double own = 0;
            for (int j = 0; j < rows; j++) {
                joint[j] = Math.log(weights[i][j]);
            }
            for (int k = 0; k < columns; k++) {
                double z = sample.mean()[i][k] + Math.exp(sample.logVariance()[i][k] / 2) * sample.noise()[i][k];
                double[] ofLatent = new double[rows];
                for (int j = 0; j < rows; j++) {
                    double density =
                            Quadrature.logDensity(z, sample.mean()[j][k], Math.exp(sample.logVariance()[j][k] / 2));
                    joint[j] += density;
                    ofLatent[j] = Math.log(weights[i][j]) + density;
                    own += i == j ? density : 0;
                }
                marginals += logSum(ofLatent);
                prior += Quadrature.logDensity(z, 0, 1);
            }
            double all = logSum(joint);
            values[i] = new double[] {own - all, all - marginals, marginals - prior}[part];
        }
        return values;
    }

    abstract static class PartContract extends LossTermContract {

        private final Estimator estimator;
        private final int part;

        PartContract(Estimator estimator, int part) {
            this.estimator = estimator;
            this.part = part;
        }

        @Override
        protected LossTerm term() {
            return new Part(BetaTcVaeTest.term(estimator, EXAMPLES), part);
        }

        @Override
        protected Sample sample(long seed) {
            return Sample.random(seed).noisy(seed);
        }

        @Override
        protected double[] formula(Sample sample) {
            return parts(sample, weights(estimator, sample.mean().length, EXAMPLES), part);
        }
    }

    @Nested
    class MutualInformation extends PartContract {
        MutualInformation() {
            super(Estimator.STRATIFIED, 0);
        }
    }

    @Nested
    class TotalCorrelation extends PartContract {
        TotalCorrelation() {
            super(Estimator.STRATIFIED, 1);
        }
    }

    @Nested
    class DimensionwiseKl extends PartContract {
        DimensionwiseKl() {
            super(Estimator.STRATIFIED, 2);
        }
    }

    @Nested
    class WeightedMutualInformation extends PartContract {
        WeightedMutualInformation() {
            super(Estimator.WEIGHTED, 0);
        }
    }

    @Nested
    class WeightedTotalCorrelation extends PartContract {
        WeightedTotalCorrelation() {
            super(Estimator.WEIGHTED, 1);
        }
    }

    @Nested
    class WeightedDimensionwiseKl extends PartContract {
        WeightedDimensionwiseKl() {
            super(Estimator.WEIGHTED, 2);
        }
    }

    @Test
    void stratifiedWeightsSumTo1AndEqualOnesToOneOverN() {
        for (int rows = 1; rows <= 300; rows++) {
            for (int examples : new int[] {rows, rows + 1, 2 * rows, 60_000, 10_000_000}) {
                List<Double> stratified = Estimator.STRATIFIED.weights(rows, examples);
                List<Double> weighted = Estimator.WEIGHTED.weights(rows, examples);
                assertThat(stratified).hasSize(rows).allMatch(weight -> weight > 0);
                assertThat(sum(stratified)).isCloseTo(1, within(1e-12));
                assertThat(weighted).hasSize(rows);
                assertThat(sum(weighted) * examples).isCloseTo(1, within(1e-12));
            }
        }
    }

    private static double sum(List<Double> weights) {
        return weights.stream().mapToDouble(weight -> weight).sum();
    }

    /** Latents of a linear encoder of two normal numbers, whose aggregate posterior is Gaussian. */
    private record Linear(double[][] encoder, double[] deviations) {

        static final Linear CORRELATED =
                new Linear(new double[][] {{0.8, 0.4}, {0.6, -0.5}, {-0.3, 0.9}}, new double[] {0.5, 0.6, 0.4});

        Sample sample(int rows, long seed) {
            Random random = new Random(seed);
            int latents = deviations.length;
            double[][] means = new double[rows][latents];
            double[][] logVariances = new double[rows][latents];
            for (int i = 0; i < rows; i++) {
                double[] datum = {random.nextGaussian(), random.nextGaussian()};
                for (int k = 0; k < latents; k++) {
                    means[i][k] = encoder[k][0] * datum[0] + encoder[k][1] * datum[1];
                    logVariances[i][k] = 2 * Math.log(deviations[k]);
                }
            }
            return new Sample(new double[rows][1], means, logVariances, new double[rows][1]).noisy(seed);
        }

        private double covariance(int k, int l) {
            return encoder[k][0] * encoder[l][0]
                    + encoder[k][1] * encoder[l][1]
                    + (k == l ? deviations[k] * deviations[k] : 0);
        }

        private double determinant() {
            return covariance(0, 0) * (covariance(1, 1) * covariance(2, 2) - Math.pow(covariance(1, 2), 2))
                    - covariance(0, 1) * (covariance(0, 1) * covariance(2, 2) - covariance(1, 2) * covariance(0, 2))
                    + covariance(0, 2) * (covariance(0, 1) * covariance(1, 2) - covariance(1, 1) * covariance(0, 2));
        }

        /** Mutual information, total correlation and dimension-wise KL in nats. */
        double[] exact() {
            double logDeterminant = Math.log(determinant());
            double ofDeviations = 2 * Arrays.stream(deviations).map(Math::log).sum();
            double[] variances =
                    IntStream.range(0, 3).mapToDouble(k -> covariance(k, k)).toArray();
            double ofVariances = Arrays.stream(variances).map(Math::log).sum();
            return new double[] {
                (logDeterminant - ofDeviations) / 2,
                (ofVariances - logDeterminant) / 2,
                (Arrays.stream(variances).sum() - ofVariances - 3) / 2
            };
        }
    }

    private static double[][] batchesOf(Sample sample, int from, int rows, double[][] all) {
        return Arrays.copyOfRange(all, from, from + rows);
    }

    private static Sample batch(Sample sample, int from, int rows) {
        return new Sample(
                batchesOf(sample, from, rows, sample.data()),
                batchesOf(sample, from, rows, sample.mean()),
                batchesOf(sample, from, rows, sample.logVariance()),
                batchesOf(sample, from, rows, sample.decoded()),
                batchesOf(sample, from, rows, sample.noise()));
    }

    /** The means of the parts over all examples, in batches. */
    private static double[] means(EngineTrial trial, LossTerm term, Sample sample, int rows) {
        double[] means = new double[3];
        int batches = sample.mean().length / rows;
        for (int batch = 0; batch < batches; batch++) {
            Sample some = batch(sample, batch * rows, rows);
            List<NDArray> parts = term.measure(trial.batch(some), trial.output(some));
            for (int part = 0; part < means.length; part++) {
                means[part] += mean(trial.doubles(parts.get(part))) / batches;
            }
        }
        return means;
    }

    static Stream<Arguments> estimates() {
        return ENGINES.stream()
                .flatMap(engine -> Stream.of(Estimator.values()).map(estimator -> Arguments.of(engine, estimator)));
    }

    @ParameterizedTest
    @MethodSource("estimates")
    void theEstimatesApproachTheExactPartsOfAGaussianAsBatchesGrow(String engine, Estimator estimator) {
        int examples = 1_000_000;
        double[] exact = Linear.CORRELATED.exact();
        assertThat(exact[0]).isBetween(1.0, 2.0);
        assertThat(exact[1]).isBetween(0.3, 1.5);
        Sample sample = Linear.CORRELATED.sample(4096, 5);
        double[] constants = estimator == Estimator.WEIGHTED ? new double[] {1, 2, -3} : new double[3];
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT32)) {
            double[][] means = IntStream.of(64, 256, 1024)
                    .mapToObj(rows -> means(trial, term(estimator, examples), sample, rows))
                    .toArray(double[][]::new);
            for (int part = 0; part < 3; part++) {
                double expected = exact[part] + constants[part] * Math.log(examples);
                int index = part;
                double[] errors = Arrays.stream(means)
                        .mapToDouble(mean -> Math.abs(mean[index] - expected))
                        .toArray();
                assertThat(errors[1]).isLessThan(errors[0] / 2);
                assertThat(errors[2]).isLessThan(errors[1] / 2).isLessThan(0.02);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void weightsAreThoseOfTheDiagonalAndNotOfColumns(String engine) {
        Sample sample = Linear.CORRELATED.sample(256, 5);
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            for (int part = 0; part < 3; part++) {
                double[] values = trial.values(new Part(term(Estimator.STRATIFIED, 1_000_000), part), sample);
                assertThat(values).containsExactly(parts(sample, stratified(256, 1_000_000), part), within(1e-9));
                assertThat(Math.abs(mean(values) - mean(parts(sample, byColumns(256, 1_000_000), part))))
                        .isGreaterThan(0.02);
            }
        }
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    static Stream<Arguments> sizes() {
        return estimates()
                .flatMap(both -> Stream.of(1, 2, 3, 40).map(rows -> Arguments.of(both.get()[0], both.get()[1], rows)));
    }

    /** Equal prices of 1 are those of fixed beta with an estimate of KL, whatever the batch and its weights. */
    @ParameterizedTest
    @MethodSource("sizes")
    void thePartsSumToTheEstimateOfKlAndSoDoTheirGradients(String engine, Estimator estimator, int rows) {
        Sample sample = Linear.CORRELATED.sample(rows, 7);
        LossTerm estimate = new MonteCarloKl.Term(MonteCarloKl.Kind.K1);
        LossTerm sum = new Part(term(estimator, EXAMPLES), Part.SUM);
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            assertThat(trial.loss(sum, sample)).isCloseTo(trial.loss(estimate, sample), within(1e-9));
            List<double[]> expected = trial.gradients(estimate, sample, () -> {});
            List<double[]> gradients = trial.gradients(sum, sample, () -> {});
            for (int input = 0; input < expected.size(); input++) {
                assertThat(gradients.get(input)).containsExactly(expected.get(input), within(1e-9));
            }
        }
        assertThat(new BetaTcVae.Term(1, 1, 1, estimator, EXAMPLES).kl()).isTrue();
        assertThat(new BetaTcVae.Term(1, 6, 1, estimator, EXAMPLES).kl()).isFalse();
        assertThat(new BetaTcVae.Term(2, 2, 2, estimator, EXAMPLES).kl()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void aSingleExampleKnowsNoOthersAndAllOfKlIsDimensionwise(String engine) {
        Sample single = Linear.CORRELATED.sample(1, 3);
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            LossTerm term = term(Estimator.STRATIFIED, EXAMPLES);
            assertThat(trial.loss(new Part(term, 0), single)).isCloseTo(0, within(1e-9));
            assertThat(trial.loss(new Part(term, 1), single)).isCloseTo(0, within(1e-9));
            assertThat(trial.loss(new Part(term, 2), single))
                    .isCloseTo(trial.loss(new MonteCarloKl.Term(MonteCarloKl.Kind.K1), single), within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void aBatchThatIsLargerThanTheTrainingSplitHasWeightsOfItsOwnSize(String engine) {
        Sample sample = Linear.CORRELATED.sample(5, 3);
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            assertThat(trial.values(new Part(term(Estimator.STRATIFIED, 2), 0), sample))
                    .containsExactly(parts(sample, stratified(5, 5), 0), within(1e-9));
        }
    }

    /** So far apart that no other density is a number of single precision, and so narrow that digits are lost. */
    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void narrowPosteriorsFarFromEachOtherKnowTheirExample(String engine) {
        double[][] means = {{3, -40}, {-2, 9}, {1, 300}};
        double[][] narrow = {{-20, -20}, {-20, -18}, {-19, -20}};
        Sample sample = new Sample(new double[3][1], means, narrow, new double[3][1]).noisy(2);
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT32)) {
            LossTerm term = term(Estimator.STRATIFIED, EXAMPLES);
            assertThat(Arrays.stream(trial.values(new Part(term, 0), sample)))
                    .allMatch(nats -> Math.abs(nats - Math.log(1000)) < 1e-4);
            assertThat(Arrays.stream(trial.values(new Part(term, 1), sample)))
                    .allMatch(nats -> Math.abs(nats - Math.log(1000)) < 1e-4);
            for (double[] gradient : trial.gradients(new Part(term, 1), sample, () -> {})) {
                assertThat(Arrays.stream(gradient)).allMatch(Double::isFinite);
            }
        }
    }

    @Test
    void aKlThatABatchCannotShowIsWarnedOfUnlessPricesAreEqual() {
        BetaTcVae.Term term = term(Estimator.STRATIFIED, EXAMPLES);
        double seen = Math.log(128) - 2;
        assertThat(term.warning(seen - 0.01, facts(128, EXAMPLES))).isEmpty();
        assertThat(term.warning(seen + 0.01, facts(128, EXAMPLES)))
                .get()
                .asString()
                .contains(
                        "batches of 128 examples",
                        "betaTcVae",
                        "ln 128 - 2 = 2.9",
                        "KL is 2.9",
                        "experiment.batchSize");
        assertThat(term.warning(seen + 0.01, facts(2048, EXAMPLES))).isEmpty();
        assertThat(term.warning(5, facts(2048, EXAMPLES))).get().asString().contains("batches of 1000 examples");
        assertThat(term.warning(0, facts(8, EXAMPLES))).isEmpty();
        assertThat(term.warning(0, facts(7, EXAMPLES))).get().asString().contains("too small for any KL");
        assertThat(new BetaTcVae.Term(2, 2, 2, Estimator.STRATIFIED, EXAMPLES).warning(50, facts(7, EXAMPLES)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 33, true", "128, 1, true", "32, 33, false", "2, 2, false"})
    void batchesOfOneExampleAreRefusedButNotALastOne(int batchSize, int examples, boolean refused) {
        BetaTcVae annotation = Annotated.class.getAnnotation(BetaTcVae.class);
        if (refused) {
            assertThatThrownBy(() -> new BetaTcVae.Factory().create(annotation, facts(batchSize, examples)))
                    .isInstanceOf(InvalidPartException.class)
                    .hasMessageContaining(
                            "a batch must have at least 2 examples, got 1: the estimates compare its examples;"
                                    + " raise experiment.batchSize");
        } else {
            assertThat(new BetaTcVae.Factory().create(annotation, facts(batchSize, examples)))
                    .isEqualTo(new BetaTcVae.Term(1, 6, 1, Estimator.STRATIFIED, examples));
        }
    }

    @BetaTcVae
    private static final class Annotated {}

    private static Facts facts(int batchSize, int examples) {
        return new Facts(Optional.of(new DataFacts(examples, 10, List.of(4), Optional.empty())), batchSize, 1, 0);
    }
}
