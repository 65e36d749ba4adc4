package dev.equipoise.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.part.Facts;
import dev.equipoise.testing.EngineTrial;
import dev.equipoise.testing.Sample;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianNllTest extends LikelihoodContract {

    private static final double VARIANCE = 1.7;

    @Override
    protected Reconstruction term() {
        return new GaussianNll.Term(VARIANCE);
    }

    @Override
    protected String name() {
        return "gaussianNll";
    }

    @Override
    protected double[] formula(Sample sample) {
        double[] sums = new double[sample.data().length];
        for (int row = 0; row < sums.length; row++) {
            for (int element = 0; element < sample.data()[row].length; element++) {
                double error = sample.data()[row][element] - sample.decoded()[row][element];
                sums[row] -= Math.log(Math.exp(-error * error / 3.4) / Math.sqrt(3.4 * Math.PI));
            }
        }
        return sums;
    }

    @Override
    protected double[][] outcomes(double decoded) {
        return grid(decoded - 15, decoded + 15, 1_000);
    }

    @Override
    protected float[] values() {
        return new float[] {0.3f, -1, 2, 5, 5.5f};
    }

    /** The gradient of an error with variance a half is that of the squared error, to the last bit. */
    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void withAVarianceOfAHalfItHasTheGradientsOfTheSquaredError(String engine) {
        Sample sample = Sample.random(5);
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT32)) {
            List<double[]> ofHalf = trial.gradients(new GaussianNll.Term(0.5), sample, () -> {});
            List<double[]> ofError = trial.gradients(new SquaredError.Term(), sample, () -> {});
            assertThat(ofHalf.get(2)).containsExactly(ofError.get(2));
        }
    }

    @Test
    void itsDecoderHasTheStatedVarianceWhateverBetaIs() {
        assertThat(term().decoderVariance(1)).hasValue(VARIANCE);
        assertThat(term().decoderVariance(4)).hasValue(VARIANCE);
        assertThat(term().decoderVariance(Double.NaN)).hasValue(VARIANCE);
    }

    @Test
    void itsNormaliserIsWhatRemainsOfAPerfectReconstruction() {
        assertThat(formula(Sample.element(3, 3))[0]).isCloseTo(term().normaliser(1), within(1e-12));
        assertThat(term().normaliser(7)).isCloseTo(7 * term().normaliser(1), within(1e-12));
    }

    @GaussianNll(variance = VARIANCE)
    private static final class Annotated {}

    @Test
    void theVarianceIsThatOfTheAnnotation() {
        GaussianNll annotation = Objects.requireNonNull(Annotated.class.getAnnotation(GaussianNll.class));
        assertThat(new GaussianNll.Factory().create(annotation, new Facts(Optional.empty(), 10, 1, 0)))
                .isEqualTo(term());
    }
}
