package dev.equipoise.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.equipoise.losses.DipVae.Kind;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.testing.EngineTrial;
import dev.equipoise.testing.LossTermContract;
import dev.equipoise.testing.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DipVaeTest {

    private static final double OFF = 3;
    private static final double ON = 7;

    private static double penalty(Sample sample, Kind kind) {
        int latents = sample.mean()[0].length;
        double penalty = 0;
        for (int i = 0; i < latents; i++) {
            for (int j = 0; j < latents; j++) {
                double covariance = covariance(sample.mean(), i, j);
                int latent = i;
                double spread = kind == Kind.I
                        ? 0
                        : Arrays.stream(sample.logVariance())
                                .mapToDouble(row -> Math.exp(row[latent]))
                                .average()
                                .orElseThrow();
                penalty += i == j ? ON * Math.pow(covariance + spread - 1, 2) : OFF * covariance * covariance;
            }
        }
        return penalty;
    }

    /** Around the means over the batch, and divided by its size. */
    private static double covariance(double[][] means, int i, int j) {
        double meanOfOne =
                Arrays.stream(means).mapToDouble(row -> row[i]).average().orElseThrow();
        double meanOfOther =
                Arrays.stream(means).mapToDouble(row -> row[j]).average().orElseThrow();
        return Arrays.stream(means)
                .mapToDouble(row -> (row[i] - meanOfOne) * (row[j] - meanOfOther))
                .average()
                .orElseThrow();
    }

    /** Means of the covariance of the identity, and means and posteriors that share a variance of 1. */
    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void aCovarianceThatIsTheIdentityCostsNothing(String engine) {
        double[][] crossed = {{1, 1}, {1, -1}, {-1, 1}, {-1, -1}};
        double half = Math.sqrt(0.5);
        double[][] halved = Arrays.stream(crossed)
                .map(row -> new double[] {5 + half * row[0], half * row[1] - 2})
                .toArray(double[][]::new);
        double[][] halfVariance = new double[4][];
        Arrays.setAll(halfVariance, row -> new double[] {Math.log(0.5), Math.log(0.5)});
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            Sample means = new Sample(new double[4][1], crossed, halfVariance, new double[4][1]);
            Sample shared = new Sample(new double[4][1], halved, halfVariance, new double[4][1]);
            assertThat(trial.values(new DipVae.Term(Kind.I, OFF, ON), means)[0]).isCloseTo(0, within(1e-12));
            assertThat(trial.values(new DipVae.Term(Kind.II, OFF, ON), shared)[0])
                    .isCloseTo(0, within(1e-12));
            assertThat(trial.values(new DipVae.Term(Kind.I, OFF, ON), shared)[0])
                    .isCloseTo(ON / 2, within(1e-12));
        }
    }

    @DipVae
    private static final class Default {}

    private static LossTerm made(int batchSize) {
        DataFacts data = new DataFacts(33, 10, List.of(4), Optional.empty());
        return new DipVae.Factory()
                .create(
                        Objects.requireNonNull(Default.class.getAnnotation(DipVae.class)),
                        new Facts(Optional.of(data), batchSize, 1, 0));
    }

    @Test
    void itsDefaultsAreAPairOfThePaperAndASingleExampleIsRefused() {
        assertThat(made(11)).isEqualTo(new DipVae.Term(Kind.I, 10, 100));
        assertThat(made(11).separable()).isFalse();
        assertThatThrownBy(() -> made(32)).hasMessageContaining("a single example has no covariance");
    }

    abstract static class Values extends LossTermContract {

        abstract Kind kind();

        @Override
        protected LossTerm term() {
            return new DipVae.Term(kind(), OFF, ON);
        }

        @Override
        protected double[] formula(Sample sample) {
            return new double[] {penalty(sample, kind())};
        }
    }

    @Nested
    class OfMeans extends Values {
        @Override
        Kind kind() {
            return Kind.I;
        }
    }

    @Nested
    class OfLatents extends Values {
        @Override
        Kind kind() {
            return Kind.II;
        }
    }
}
