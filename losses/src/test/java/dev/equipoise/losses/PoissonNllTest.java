package dev.equipoise.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
import org.junit.jupiter.params.provider.ValueSource;

class PoissonNllTest extends LikelihoodContract {

    @Override
    protected Reconstruction term() {
        return new PoissonNll.Term();
    }

    @Override
    protected String name() {
        return "poissonNll";
    }

    @Override
    protected double[] formula(Sample sample) {
        double[] sums = new double[sample.data().length];
        for (int row = 0; row < sums.length; row++) {
            for (int element = 0; element < sample.data()[row].length; element++) {
                double x = sample.data()[row][element];
                double decoded = 20 * Math.tanh(sample.decoded()[row][element] / 20);
                sums[row] += Math.exp(decoded) - x * decoded + logGamma(x + 1);
            }
        }
        return sums;
    }

    @Override
    protected double[][] outcomes(double decoded) {
        return counts(100);
    }

    @Override
    protected float[] values() {
        return new float[] {0, 1, 1, 4, 12};
    }

    /** A decoder that starts anywhere has a finite loss and a gradient that leads back. */
    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void noRateOverflowsAFloat(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT32)) {
            Sample wild = Sample.element(3, 100);
            assertThat(trial.values(term(), wild)[0]).isBetween(4e8, 5e8);
            assertThat(trial.gradients(term(), wild, () -> {}).get(2)[0]).isBetween(1.0, 1e6);
            assertThat(trial.values(term(), Sample.element(3, -100))[0]).isBetween(60.0, 62.0);
        }
    }

    @Test
    void whatIsNoCountIsRefusedByItsPlace() {
        assertThat(term().refused(new Split(new float[] {0, 3, 70_000, 1}, 2, new int[0])))
                .isEmpty();
        assertThat(term().refused(new Split(new float[] {0, 3, 0.25f, 1, -2, 1}, 2, new int[0])))
                .contains(
                        "must be counts, whole numbers from 0 on, got 0.25 in example 1, element 0 (both counted from 0),"
                                + " the first of 2 such values; leave counts without preprocessing, or use a reconstruction"
                                + " term for any values");
    }

    @Test
    void aRangeWithNegativeValuesIsRefusedBeforeTheDataAreLoaded() {
        assertThatThrownBy(() -> create(Optional.of(new ValueRange(-1, 5))))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageStartingWith("the preprocessed data must be counts, got values in [-1.0, 5.0]; leave them");
        assertThat(create(Optional.of(new ValueRange(0, 255)))).isEqualTo(term());
        assertThat(create(Optional.empty())).isEqualTo(term());
    }

    private static Reconstruction create(Optional<ValueRange> range) {
        PoissonNll annotation = Objects.requireNonNull(Annotated.class.getAnnotation(PoissonNll.class));
        DataFacts data = new DataFacts(100, 10, List.of(4), range);
        return new PoissonNll.Factory().create(annotation, new Facts(Optional.of(data), 10, 1, 0));
    }

    @PoissonNll
    private static final class Annotated {}

    /** What is decoded as a mean. */
    private static double decoded(double mean) {
        double share = Math.log(mean) / 20;
        return 10 * Math.log((1 + share) / (1 - share));
    }

    @Test
    void countsThatNeverOccurredHaveHalfACount() {
        Split training = new Split(new float[] {0, 0, 0, 0}, 1, new int[0]);
        double[] constant = term().ofBestConstant(training, new Split(new float[] {2}, 1, new int[0]))
                .orElseThrow();
        assertThat(constant[0]).isCloseTo(formula(Sample.element(2, decoded(0.125)))[0], within(1e-12));
    }
}
