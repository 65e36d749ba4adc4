package dev.equipoise.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BernoulliNllTest extends LikelihoodContract {

    @Override
    protected Reconstruction term() {
        return new BernoulliNll.Term();
    }

    @Override
    protected String name() {
        return "bernoulliNll";
    }

    @Override
    protected double[][] outcomes(double decoded) {
        return counts(1);
    }

    @Override
    protected float[] values() {
        return new float[] {0, 1, 1, 0.25f, 0.75f, 1};
    }

    @Override
    protected double[] formula(Sample sample) {
        double[] sums = new double[sample.data().length];
        for (int row = 0; row < sums.length; row++) {
            for (int element = 0; element < sample.data()[row].length; element++) {
                double x = sample.data()[row][element];
                double p = 1 / (1 + Math.exp(-sample.decoded()[row][element]));
                sums[row] -= x * Math.log(p) + (1 - x) * Math.log1p(-p);
            }
        }
        return sums;
    }

    @ParameterizedTest(name = "{0}: the NLL of {1} under the logit {2} is {3}")
    @CsvSource({
        "MXNet, 1, 100, 0",
        "MXNet, 0, 100, 100",
        "MXNet, 1, -100, 100",
        "MXNet, 0, -100, 0",
        "MXNet, 1, 10, 4.5398899216870535e-5",
        "MXNet, 0.5, 1e4, 5e3",
        "PyTorch, 1, 100, 0",
        "PyTorch, 0, 100, 100",
        "PyTorch, 1, -100, 100",
        "PyTorch, 0, -100, 0",
        "PyTorch, 1, 10, 4.5398899216870535e-5",
        "PyTorch, 0.5, 1e4, 5e3",
    })
    void extremeLogitsKeepThePrecisionOfTheNumberType(String engine, double data, double logit, double nll) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT32)) {
            double found = trial.values(term(), Sample.element(data, logit))[0];
            assertThat(found).isCloseTo(nll, within(1e-7 + 1e-6 * nll));
        }
    }

    @ParameterizedTest(name = "{0}: the gradient for {1} at the logit {2} is {3}")
    @CsvSource({
        "MXNet, 0, 0, 0.5",
        "MXNet, 1, 0, -0.5",
        "MXNet, 0, 100, 1",
        "MXNet, 1, -100, -1",
        "MXNet, 1, 100, 0",
        "PyTorch, 0, 0, 0.5",
        "PyTorch, 1, 0, -0.5",
        "PyTorch, 0, 100, 1",
        "PyTorch, 1, -100, -1",
        "PyTorch, 1, 100, 0",
    })
    void theGradientIsTheProbabilityMinusTheDataEvenAtZero(String engine, double data, double logit, double gradient) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT32)) {
            double[] found = trial.gradients(term(), Sample.element(data, logit), () -> {})
                    .get(2);
            assertThat(found[0]).isCloseTo(gradient, within(1e-7));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void thePredictionIsAProbability(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT32)) {
            NDArray decoded = trial.array(new double[][] {{-100, 0, Math.log(3), 100}});
            assertThat(trial.doubles(term().prediction(decoded, trial.constants())))
                    .containsExactly(new double[] {0, 0.5, 0.75, 1}, within(1e-6));
        }
    }

    @Test
    void itHasNoGaussianDecoder() {
        assertThat(term().decoderVariance(1)).isEmpty();
    }

    @Test
    void codesSaveWhatTheElementsOfTheDataDoNotShare() {
        assertThat(term().saving(new Split(new float[] {0, 1, 0.5f, 1, 1, 0.5f}, 3, new int[0])))
                .isCloseTo(Math.log(2), within(1e-12));
        assertThat(term().saving(new Split(new float[] {0.2f, 0.6f}, 1, new int[0])))
                .isCloseTo(nll(0.4, 0.4) - nll(0.2, 0.2) / 2 - nll(0.6, 0.6) / 2, within(1e-6));
    }

    private static double nll(double x, double p) {
        return -x * Math.log(p) - (1 - x) * Math.log(1 - p);
    }

    @Test
    void dataOutsideZeroToOneIsRefusedWithTheWayOut() {
        assertThatThrownBy(() -> create(Optional.of(new ValueRange(0, 255))))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageStartingWith(
                        "the preprocessed data must lie in [0, 1], got [0.0, 255.0]; scale them, with a stated range");
        assertThatThrownBy(() -> create(Optional.empty()))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageContaining("got values of unknown range");
        assertThat(create(Optional.of(new ValueRange(0, 1)))).isEqualTo(term());
    }

    private static Reconstruction create(Optional<ValueRange> range) {
        BernoulliNll annotation = Objects.requireNonNull(Annotated.class.getAnnotation(BernoulliNll.class));
        DataFacts data = new DataFacts(100, 10, List.of(4), range);
        return new BernoulliNll.Factory().create(annotation, new Facts(Optional.of(data), 10, 1, 0));
    }

    @BernoulliNll
    private static final class Annotated {}

    @Test
    void greyValuesAreNoOutcomesOfABernoulliLikelihoodAndOnesAndZerosAre() {
        assertThat(term().warnings(new Split(new float[] {0, 1, 1, 0}, 2, new int[0])))
                .isEmpty();
        assertThat(term().warnings(new Split(new float[] {0, 1, 0.25f, 0}, 2, new int[0])))
                .singleElement()
                .asString()
                .startsWith(
                        "25.0 % of the training values lie between 0 and 1: the Bernoulli likelihood is not normalised");
    }

    @Test
    void theBestConstantHasTheFrequenciesOfTheTrainingSplit() {
        Split training = new Split(new float[] {1, 0, 1, 0, 0, 0}, 2, new int[0]);
        double[] constant = term().ofBestConstant(training, new Split(new float[] {1, 1}, 2, new int[0]))
                .orElseThrow();
        assertThat(constant).hasSize(1);
        assertThat(constant[0]).isCloseTo(-Math.log(2.5 / 4) - Math.log(0.5 / 4), within(1e-12));
    }
}
