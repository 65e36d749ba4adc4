package dev.equipoise.local.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.balance.Measures;
import dev.equipoise.data.AffinePreprocessing;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.data.Split;
import dev.equipoise.run.LatentPrior;
import dev.equipoise.run.SplitEvaluation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SplitMeansTest {

    private static final Split TWO = new Split(new float[2], 2, new int[0]);

    private static PreprocessedData.Units units(double[] slopes, boolean[] varies) {
        return new PreprocessedData.Units(
                List.of(new AffinePreprocessing(slopes, new double[slopes.length], false)), varies);
    }

    private static SplitMeans means() {
        SplitMeans means = new SplitMeans(4, LatentPrior.standardNormal(3), 4, 0);
        means.add(3, Measures.ofSplit(2.0, 2.0, 0.5, List.of(0.5, 0.009, 0.02)), new float[] {0, 1, 1, 0});
        means.add(1, Measures.ofSplit(6.0, 6.0, 0.9, List.of(0.9, 0.009, 0.02)), new float[] {1, 1, 4, 0});
        means.addPosteriorMeans(new float[] {1, 0.05f, 0, -1, 0.05f, 0.3f, 1, -0.05f, 0});
        means.addPosteriorMeans(new float[] {-1, -0.05f, 0.3f});
        return means;
    }

    @Test
    void batchesCountByTheirExamples() {
        SplitEvaluation evaluation =
                means().evaluation("squared error per example", OptionalDouble.of(0.5), 0.75, Optional.empty());

        assertThat(evaluation.squaredError()).isEqualTo(3.0);
        assertThat(evaluation.mse()).isEqualTo(0.75);
        assertThat(evaluation.divergence()).isCloseTo(0.6, within(1e-12));
        assertThat(evaluation.klPerLatent().get(0)).isCloseTo(0.6, within(1e-7));
        assertThat(evaluation.kl()).isCloseTo(0.629, within(1e-7));
    }

    @Test
    void theGaussianElboHasItsConstants() {
        SplitEvaluation evaluation =
                means().evaluation("squared error per example", OptionalDouble.of(0.5), 0.75, Optional.empty());

        double constant = 2 * Math.log(2 * Math.PI * 0.5);
        assertThat(evaluation.elbo()).isCloseTo(-(3.0 + constant + 0.629), within(1e-6));
        double optimal = 2 * Math.log(2 * Math.PI * 0.75);
        assertThat(evaluation.elboOptimalVariance()).isCloseTo(-(3.0 / 1.5 + optimal + 0.629), within(1e-6));
    }

    /** Errors of 0.25, 1, 1.75 and 0 for elements of which the last is constant. */
    @Test
    void theUnitsOfTheSourceCountWhatVariesAlone() {
        PreprocessedData.Units units = units(new double[] {2, 0.5, 1, 3}, new boolean[] {true, true, true, false});

        SplitEvaluation.SourceUnits split = means().in(units, new Split(new float[4], 4, new int[0]), means());

        double variance = 3.0 / 3;
        double preprocessed = -(1.5 + 1.5 * Math.log(2 * Math.PI * variance) + 0.629);
        assertThat(split.constant()).containsExactly(3);
        assertThat(split.logJacobian()).isCloseTo(0, within(1e-12));
        assertThat(split.squaredError()).isCloseTo(0.25 / 4 + 1 / 0.25 + 1.75, within(1e-12));
        assertThat(split.elboOptimalVariance()).isCloseTo(preprocessed, within(1e-6));
    }

    @Test
    void theSameModelOfStretchedDataHasTheSameNumbersInTheUnitsOfTheSource() {
        SplitMeans stretched = new SplitMeans(2, LatentPrior.standardNormal(1), 1, 0);
        stretched.add(1, Measures.ofSplit(0, 4 * 2 + 9 * 3, 0, List.of(1.0)), new float[] {4 * 2, 9 * 3});
        SplitMeans even = new SplitMeans(2, LatentPrior.standardNormal(1), 1, 0);
        even.add(1, Measures.ofSplit(0, 36 * 5, 0, List.of(1.0)), new float[] {36 * 2, 36 * 3});
        SplitMeans plain = new SplitMeans(2, LatentPrior.standardNormal(1), 1, 0);
        plain.add(1, Measures.ofSplit(0, 5, 0, List.of(1.0)), new float[] {2, 3});
        boolean[] both = {true, true};

        SplitEvaluation.SourceUnits source = plain.in(units(new double[] {1, 1}, both), TWO, plain);

        SplitEvaluation.SourceUnits evenly = even.in(units(new double[] {6, 6}, both), TWO, even);
        assertThat(evenly.squaredError()).isCloseTo(source.squaredError(), within(1e-12));
        assertThat(evenly.elboOptimalVariance()).isCloseTo(source.elboOptimalVariance(), within(1e-12));
        SplitEvaluation.SourceUnits unevenly = stretched.in(units(new double[] {2, 3}, both), TWO, stretched);
        assertThat(unevenly.squaredError()).as("the same predictions").isCloseTo(source.squaredError(), within(1e-12));
        assertThat(unevenly.elboOptimalVariance())
                .as("another noise model")
                .isNotCloseTo(source.elboOptimalVariance(), within(1e-3));
    }

    @Test
    void theElboOfALikelihoodInNatsIsItsSumWithKl() {
        SplitEvaluation evaluation =
                means().evaluation("nats per example", OptionalDouble.empty(), 0.75, Optional.empty());

        assertThat(evaluation.elbo()).isCloseTo(-3.0 - 0.629, within(1e-6));
        assertThat(evaluation.elboOptimalVariance()).isNaN();
        assertThat(evaluation.selection()).isEqualTo(evaluation.elbo());
    }

    @Test
    void activeUnitsAreThoseWhosePosteriorMeanVariesByMoreThanAHundredth() {
        SplitEvaluation evaluation = means().evaluation("", OptionalDouble.empty(), 1, Optional.empty());

        // Variances 4/3, 1/300 and 0.03; KL 0.6, 0.009 and 0.02 nats: two counts of two different things.
        assertThat(evaluation.activeUnits()).isEqualTo(2);
        assertThat(evaluation.latentsAboveHundredthNat()).isEqualTo(2);
        assertThat(evaluation.klPerLatent()).hasSize(3).isEqualTo(List.copyOf(evaluation.klPerLatent()));
    }
}
