package dev.equipoise.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.equipoise.model.DiagonalGaussian;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.testing.EngineTrial;
import dev.equipoise.testing.LossTermContract;
import dev.equipoise.testing.Sample;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnalyticKlTest extends LossTermContract {

    @Override
    protected LossTerm term() {
        return new AnalyticKl.Term();
    }

    @Override
    protected double[] formula(Sample sample) {
        double[] values = new double[sample.mean().length * sample.mean()[0].length];
        for (int i = 0; i < values.length; i++) {
            int columns = sample.mean()[0].length;
            values[i] = exact(sample.mean()[i / columns][i % columns], sample.logVariance()[i / columns][i % columns]);
        }
        return values;
    }

    private static double exact(double mean, double logVariance) {
        return (mean * mean + Math.expm1(logVariance) - logVariance) / 2;
    }

    @ParameterizedTest
    @CsvSource({"0.7, 0.4", "0, 1", "-2, 0.1", "1, 3"})
    void theFormulaIsTheIntegralOfTheLogarithmOfTheRatio(double mean, double deviation) {
        double integral = 0;
        double width = deviation / 1_000;
        for (double x = mean - 12 * deviation; x <= mean + 12 * deviation; x += width) {
            double z = (x - mean) / deviation;
            double density = Math.exp(-z * z / 2) / (deviation * Math.sqrt(2 * Math.PI));
            integral += width * density * ((x * x - z * z) / 2 - Math.log(deviation));
        }
        assertThat(exact(mean, 2 * Math.log(deviation))).isCloseTo(integral, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void aMeanOfPoint7AndADeviationOfPoint4AreThisManyNats(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            assertThat(trial.values(term(), Sample.posterior(0.7, 2 * Math.log(0.4)))[0])
                    .isCloseTo(0.741291, within(5e-7));
        }
    }

    @ParameterizedTest(name = "{0}: log-variance {1}")
    @CsvSource({"MXNet, 20", "MXNet, -20", "PyTorch, 20", "PyTorch, -20"})
    void extremeVariancesKeepSixDigits(String engine, double logVariance) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT32)) {
            double expected = exact(3, logVariance);
            assertThat(trial.values(term(), Sample.posterior(3, logVariance))[0])
                    .isCloseTo(expected, within(1e-6 * expected));
        }
    }

    /** What an encoder may say: the exponential of 89 already is no float32. */
    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void noLogVarianceOfAnEncoderIsBeyondThem(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT32)) {
            NDArray raw = trial.array(new double[][] {{200, -200, 1e30, -1e30, 0.5}});
            float[] clamped = new DiagonalGaussian.Clamped(20)
                    .logVariance(raw, trial.constants())
                    .toFloatArray();

            assertThat(clamped).containsExactly(new float[] {20, -20, 20, -20, 0.5f}, Offset.offset(1e-3f));
        }
    }

    /** float32 resolves expm1(v) − v near the prior to 1e-10 nats; the textbook form has an error of 1e-7 there. */
    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void nearThePriorItKeepsItsPrecisionAndIsNeverNegative(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT32)) {
            for (double size = 1e-3; size > 1e-7; size /= 1.7) {
                for (double sign : new double[] {-1, 1}) {
                    double mean = (float) (size / 2);
                    double logVariance = (float) (sign * size);
                    double expected = exact(mean, logVariance);
                    double found = trial.values(term(), Sample.posterior(mean, logVariance))[0];
                    assertThat(found)
                            .as("mean %s, log-variance %s", mean, logVariance)
                            .isCloseTo(expected, within(1e-10 + 1e-3 * expected))
                            .isGreaterThan(-1e-10);
                }
            }
        }
    }

    @Test
    void itKeepsEveryLatentOfEveryExampleInNats() {
        assertThat(term().measures()).containsExactly(new Measure("kl", Grain.LATENT_OF_EXAMPLE, "nats", 1));
    }
}
