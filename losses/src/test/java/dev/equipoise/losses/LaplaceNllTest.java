package dev.equipoise.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.data.Split;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.part.Facts;
import dev.equipoise.testing.Sample;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaplaceNllTest extends LikelihoodContract {

    @Override
    protected Reconstruction term() {
        return new LaplaceNll.Term(0.4);
    }

    @Override
    protected String name() {
        return "laplaceNll";
    }

    @Override
    protected double[] formula(Sample sample) {
        double[] sums = new double[sample.data().length];
        for (int row = 0; row < sums.length; row++) {
            for (int element = 0; element < sample.data()[row].length; element++) {
                double x = sample.data()[row][element];
                double decoded = sample.decoded()[row][element];
                sums[row] += Math.abs(x - decoded) / 0.4 + Math.log(0.8);
            }
        }
        return sums;
    }

    @Override
    protected double[][] outcomes(double decoded) {
        return grid(decoded - 16, decoded + 16, 6_400);
    }

    @Override
    protected float[] values() {
        return new float[] {0.3f, -1, 2, 5, 5.5f};
    }

    @Test
    void itIsNoGaussianDecoderAndItsNormaliserIsWhatRemainsOfAPerfectReconstruction() {
        assertThat(term().decoderVariance(1)).isEmpty();
        assertThat(formula(Sample.element(3, 3))[0]).isEqualTo(term().normaliser(1));
        assertThat(term().normaliser(7)).isCloseTo(7 * Math.log(0.8), within(1e-12));
    }

    /** Medians of a sample are enough, and they are always those of the same sample. */
    @Test
    void ofManyExamplesASampleGivesTheMedians() {
        float[] values = new float[60_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 60_000f;
        }
        Split split = new Split(values, 1, new int[0]);
        assertThat(term().saving(split)).isCloseTo(0.25 / 0.4, within(1e-4)).isEqualTo(term().saving(split));
    }

    @LaplaceNll(scale = 0.4)
    private static final class Annotated {}

    @Test
    void theScaleIsThatOfTheAnnotation() {
        LaplaceNll annotation = Objects.requireNonNull(Annotated.class.getAnnotation(LaplaceNll.class));
        Facts facts = new Facts(Optional.empty(), 10, 1, 0);
        assertThat(new LaplaceNll.Factory().create(annotation, facts)).isEqualTo(term());
    }
}
