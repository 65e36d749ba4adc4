package dev.equipoise.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExponentialMovingAverageTest {

    /** Kingma and Ba's own form: a sum that decays, from 0, divided by 1 − decay^t. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 0.9, 0.999, 0.999999})
    void theAverageIsTheDecayingSumWithItsBiasCorrected(double decay) {
        ExponentialMovingAverage.Settings settings = new ExponentialMovingAverage.Settings(decay);
        double sum = 0;
        double average = 12345;
        for (int t = 1; t <= 2000; t++) {
            double weight = Math.sin(t);
            sum = decay * sum + (1 - decay) * weight;
            average += settings.share(t) * (weight - average);

            assertThat(average).as("after %d updates", t).isCloseTo(sum / (1 - Math.pow(decay, t)), within(1e-8));
        }
    }
}
