package dev.equipoise.local.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.random.CounterRandom;
import dev.equipoise.run.ModelView.Encoded;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The estimate beside what it estimates, for Gaussian means: Σ ½·ln(1 + Var(μ)/σ²). */
class MutualInformationTest {

    private static final int ROWS = 512;
    private static final int BATCHES = 20;

    /** Over many batches, since one of them is off by some hundredths. */
    private static double estimate(double deviation, double logVariance, int latents) {
        return IntStream.range(0, BATCHES)
                .mapToDouble(batch -> estimate(batch, deviation, logVariance, latents))
                .average()
                .orElseThrow();
    }

    private static double estimate(int batch, double deviation, double logVariance, int latents) {
        float[] means = new float[ROWS * latents];
        CounterRandom.gaussian(means, 1, 1, batch);
        float[] logVariances = new float[means.length];
        for (int i = 0; i < means.length; i++) {
            means[i] *= (float) deviation;
            logVariances[i] = (float) logVariance;
        }
        double[] noise = new double[means.length];
        CounterRandom.gaussian(noise, 1, 2, batch);
        return MutualInformation.sum(new Encoded(means, logVariances), noise, ROWS) / ROWS;
    }

    @Test
    void ofLatentsThatSayALittle() {
        assertThat(estimate(1, 0, 2)).isCloseTo(2 * 0.5 * Math.log(2), within(0.05));
        assertThat(estimate(1, Math.log(0.25), 1)).isCloseTo(0.5 * Math.log(5), within(0.05));
    }

    @Test
    void ofLatentsThatSayNothing() {
        assertThat(estimate(0, -1, 3)).isCloseTo(0, within(1e-9));
    }

    @Test
    void ofLatentsThatTellAllExamplesApart() {
        assertThat(estimate(1, -40, 4)).isCloseTo(Math.log(ROWS), within(1e-6));
    }
}
