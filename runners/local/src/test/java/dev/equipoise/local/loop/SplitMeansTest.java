package dev.equipoise.local.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.run.SplitEvaluation;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SplitMeansTest {

    private static SplitMeans means() {
        SplitMeans means = new SplitMeans(4, 3, 4);
        means.add(3, 2.0, 2.0, 0.5, new float[] {0.5f, 0.009f, 0.02f});
        means.add(1, 6.0, 6.0, 0.9, new float[] {0.9f, 0.009f, 0.02f});
        means.addPosteriorMeans(new float[] {1, 0.05f, 0, -1, 0.05f, 0.3f, 1, -0.05f, 0});
        means.addPosteriorMeans(new float[] {-1, -0.05f, 0.3f});
        return means;
    }

    @Test
    void batchesCountByTheirExamples() {
        SplitEvaluation evaluation = means().evaluation("squared error per example", OptionalDouble.of(0.5), 0.75);

        assertThat(evaluation.squaredError()).isEqualTo(3.0);
        assertThat(evaluation.mse()).isEqualTo(0.75);
        assertThat(evaluation.divergence()).isCloseTo(0.6, within(1e-12));
        assertThat(evaluation.klPerLatent().get(0)).isCloseTo(0.6, within(1e-7));
        assertThat(evaluation.kl()).isCloseTo(0.629, within(1e-7));
    }

    @Test
    void theGaussianElboHasItsConstants() {
        SplitEvaluation evaluation = means().evaluation("squared error per example", OptionalDouble.of(0.5), 0.75);

        double constant = 2 * Math.log(2 * Math.PI * 0.5);
        assertThat(evaluation.elbo()).isCloseTo(-(3.0 + constant + 0.629), within(1e-6));
        double optimal = 2 * Math.log(2 * Math.PI * 0.75);
        assertThat(evaluation.elboOptimalVariance()).isCloseTo(-(3.0 / 1.5 + optimal + 0.629), within(1e-6));
    }

    @Test
    void theElboOfALikelihoodInNatsIsItsSumWithKl() {
        SplitEvaluation evaluation = means().evaluation("nats per example", OptionalDouble.empty(), 0.75);

        assertThat(evaluation.elbo()).isCloseTo(-3.0 - 0.629, within(1e-6));
    }

    @Test
    void activeUnitsAreThoseWhosePosteriorMeanVariesByMoreThanAHundredth() {
        SplitEvaluation evaluation = means().evaluation("", OptionalDouble.empty(), 1);

        // Variances 4/3, 1/300 and 0.03; KL 0.6, 0.009 and 0.02 nats: two counts of two different things.
        assertThat(evaluation.activeUnits()).isEqualTo(2);
        assertThat(evaluation.latentsAboveHundredthNat()).isEqualTo(2);
        assertThat(evaluation.klPerLatent()).hasSize(3).isEqualTo(List.copyOf(evaluation.klPerLatent()));
    }
}
