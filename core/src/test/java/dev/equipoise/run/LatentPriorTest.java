package dev.equipoise.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatentPriorTest {

    private static final LatentPrior TWO =
            new LatentPrior(1, List.of(0.25, 0.75), new float[] {-2, 1}, new float[] {-1, 0.5f});

    @Test
    void theVarianceIsThatOfItsDraws() {
        float[] draws = TWO.sample(200_000, 3);
        double mean = 0;
        double seconds = 0;
        for (float draw : draws) {
            mean += draw / (double) draws.length;
            seconds += draw * (double) draw / draws.length;
        }
        assertThat(mean).isCloseTo(0.25 * -2 + 0.75, within(0.02));
        assertThat(seconds - mean * mean).isCloseTo(TWO.variance(0), within(0.02));
    }

    @Test
    void drawsOfTheStandardNormalHaveItsMoments() {
        LatentPrior normal = LatentPrior.standardNormal(3);
        float[] draws = normal.sample(50_000, 3);
        double seconds = 0;
        for (float draw : draws) {
            seconds += draw * (double) draw / draws.length;
        }
        assertThat(seconds).isCloseTo(1, within(0.02));
        assertThat(normal.variance(2)).isEqualTo(1);
        assertThat(normal.kl(1, 0.7, 2 * Math.log(0.4))).isCloseTo(0.741291, within(1e-6));
    }

    @Test
    void aLatentOfAMixtureHasNoKlOfItsOwn() {
        assertThat(TWO.kl(0, 0, 0)).isNaN();
    }
}
