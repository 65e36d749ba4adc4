package dev.equipoise.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.equipoise.data.Split;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.ValueRange;
import dev.equipoise.testing.EngineTrial;
import dev.equipoise.testing.Sample;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContinuousBernoulliTest extends LikelihoodContract {

    @Override
    protected Reconstruction term() {
        return new ContinuousBernoulli.Term();
    }

    @Override
    protected String name() {
        return "continuousBernoulliNll";
    }

    @Override
    protected double[] formula(Sample sample) {
        double[] sums = new double[sample.data().length];
        for (int row = 0; row < sums.length; row++) {
            for (int element = 0; element < sample.data()[row].length; element++) {
                double x = sample.data()[row][element];
                double decoded = sample.decoded()[row][element];
                sums[row] += Math.log(Math.expm1(decoded) / decoded) - x * decoded;
            }
        }
        return sums;
    }

    @Override
    protected double[][] outcomes(double decoded) {
        return grid(0, 1, 1_000);
    }

    @Override
    protected float[] values() {
        return new float[] {0.05f, 0.2f, 0.45f, 0.5f, 0.9f};
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void extremeLogitsKeepThePrecisionOfFloats(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT32)) {
            assertThat(trial.values(term(), Sample.element(1, 1e4))[0]).isCloseTo(-Math.log(1e4), within(1e-3));
            assertThat(trial.values(term(), Sample.element(0, 1e4))[0]).isCloseTo(1e4 - Math.log(1e4), within(1e-2));
            assertThat(trial.values(term(), Sample.element(0, -1e4))[0]).isCloseTo(-Math.log(1e4), within(1e-3));
            assertThat(trial.gradients(term(), Sample.element(0.25, 0), () -> {})
                            .get(2)[0])
                    .isCloseTo(0.25, within(1e-7));
            assertThat(trial.gradients(term(), Sample.element(1, 1e4), () -> {}).get(2)[0])
                    .isCloseTo(-1e-4, within(1e-6));
        }
    }

    /** Both forms meet, and floats keep the gradient of both: 1/2 + coth(l/2)/2 − 1/l − x. */
    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void nothingJumpsWhereTheSeriesEnds(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT32)) {
            for (double logit : new double[] {0.2999, 0.3001, -0.2999, -0.3001, 0.6}) {
                double mean = 0.5 + 0.5 / Math.tanh(logit / 2) - 1 / logit;
                assertThat(trial.gradients(term(), Sample.element(0.1, logit), () -> {})
                                .get(2)[0])
                        .isCloseTo(mean - 0.1, within(2e-6));
            }
        }
    }

    @Test
    void valuesOfZeroAndOneHaveNoLargestDensityAndAConstantElementSavesNothing() {
        assertThat(term().saving(new Split(new float[] {0, 0.5f}, 1, new int[0])))
                .isInfinite();
        assertThat(term().saving(new Split(new float[] {0.5f, 0, 0.25f, 0}, 2, new int[0])))
                .isCloseTo(term().saving(new Split(new float[] {0.5f, 0.25f}, 1, new int[0])), within(1e-12));
    }

    @Test
    void anElementThatIsConstantAtZeroHasAFiniteBestConstant() {
        Split zeros = new Split(new float[1_000], 1, new int[0]);
        assertThat(term().ofBestConstant(zeros, zeros).orElseThrow()[0]).isCloseTo(-Math.log(2 * 1_001), within(1e-2));
    }

    @Test
    void dataOutsideZeroToOneIsRefused() {
        assertThatThrownBy(() -> create(Optional.of(new ValueRange(0, 255))))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageStartingWith("the preprocessed data must lie in [0, 1], got [0.0, 255.0]; scale them");
        assertThatThrownBy(() -> create(Optional.empty())).hasMessageContaining("got values of unknown range");
        assertThat(create(Optional.of(new ValueRange(0, 1)))).isEqualTo(term());
    }

    private static Reconstruction create(Optional<ValueRange> range) {
        ContinuousBernoulli annotation =
                Objects.requireNonNull(Annotated.class.getAnnotation(ContinuousBernoulli.class));
        DataFacts data = new DataFacts(100, 10, List.of(4), range);
        return new ContinuousBernoulli.Factory().create(annotation, new Facts(Optional.of(data), 10, 1, 0));
    }

    @ContinuousBernoulli
    private static final class Annotated {}
}
