package dev.equipoise.losses;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.testing.EngineTrial;
import dev.equipoise.testing.LossTermContract;
import dev.equipoise.testing.Sample;
import org.junit.jupiter.api.Test;

class SquaredErrorTest extends LossTermContract {

    @Override
    protected Reconstruction term() {
        return new SquaredError.Term();
    }

    @Override
    protected double[] formula(Sample sample) {
        double[] sums = new double[sample.data().length];
        for (int row = 0; row < sums.length; row++) {
            for (int element = 0; element < sample.data()[row].length; element++) {
                double error = sample.data()[row][element] - sample.decoded()[row][element];
                sums[row] += error * error;
            }
        }
        return sums;
    }

    @Test
    void itIsSummedOverElementsAndSaysSo() {
        assertThat(term().measures())
                .containsExactly(new Measure("squaredError", Grain.EXAMPLE, "squared error per example", 1));
    }

    @Test
    void itsDecoderVarianceIsHalfOfBeta() {
        assertThat(term().decoderVariance(3)).hasValue(1.5);
    }

    @Test
    void theDecodersOutputIsThePrediction() {
        try (EngineTrial trial = new EngineTrial("MXNet", DataType.FLOAT32)) {
            NDArray decoded = trial.array(new double[][] {{-1, 7}});
            assertThat(trial.doubles(term().prediction(decoded, trial.constants())))
                    .containsExactly(-1, 7);
        }
    }
}
