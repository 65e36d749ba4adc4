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

class NegativeBinomialNllTest extends LikelihoodContract {

    @Override
    protected Reconstruction term() {
        return new NegativeBinomialNll.Term(0.4);
    }

    @Override
    protected String name() {
        return "negativeBinomialNll";
    }

    @Override
    protected double[] formula(Sample sample) {
        double[] sums = new double[sample.data().length];
        for (int row = 0; row < sums.length; row++) {
            for (int element = 0; element < sample.data()[row].length; element++) {
                double x = sample.data()[row][element];
                double decoded = 20 * Math.tanh(sample.decoded()[row][element] / 20);
                sums[row] += (x + 2.5) * Math.log1p(Math.exp(decoded) / 2.5)
                        - x * (decoded - Math.log(2.5))
                        + logGamma(2.5)
                        + logGamma(x + 1)
                        - logGamma(x + 2.5);
            }
        }
        return sums;
    }

    @Override
    protected double[][] outcomes(double decoded) {
        return counts(400);
    }

    @Override
    protected float[] values() {
        return new float[] {0, 1, 1, 4, 12};
    }

    /** As small a dispersion as may be makes Poisson counts; large ones stay finite in floats. */
    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void itsLimitIsPoissonAndItsSumsDoNotOverflow(String engine) {
        try (EngineTrial exact = new EngineTrial(engine, DataType.FLOAT64);
                EngineTrial single = new EngineTrial(engine, DataType.FLOAT32)) {
            Sample sample = Sample.element(3, 1);
            assertThat(exact.values(new NegativeBinomialNll.Term(1e-3), sample)[0])
                    .isCloseTo(exact.values(new PoissonNll.Term(), sample)[0], within(2e-3));
            assertThat(single.values(new NegativeBinomialNll.Term(1e-3), sample)[0])
                    .isCloseTo(exact.values(new NegativeBinomialNll.Term(1e-3), sample)[0], within(2e-3));
            double slope = 1 - Math.pow(Math.tanh(2), 2);
            for (double decoded : new double[] {-40, 40}) {
                Sample extreme = Sample.element(3, decoded);
                assertThat(single.values(term(), extreme)[0]).isCloseTo(exact.values(term(), extreme)[0], within(1e-3));
                assertThat(single.gradients(term(), extreme, () -> {}).get(2)[0])
                        .isCloseTo(decoded > 0 ? 2.5 * slope : -3 * slope, within(1e-5));
            }
        }
    }

    /** The derivative is (mean − x)/(1 + mean/2.5), also where the absolute value has none. */
    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void theGradientIsRightAtAMeanOfTheSize(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            Sample atZero = Sample.element(5, decoded(2.5));
            double slope = 1 - Math.pow(Math.log(2.5) / 20, 2);
            assertThat(trial.gradients(term(), atZero, () -> {}).get(2)[0]).isCloseTo(-1.25 * slope, within(1e-12));
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
        NegativeBinomialNll annotation =
                Objects.requireNonNull(Annotated.class.getAnnotation(NegativeBinomialNll.class));
        DataFacts data = new DataFacts(100, 10, List.of(4), range);
        return new NegativeBinomialNll.Factory().create(annotation, new Facts(Optional.of(data), 10, 1, 0));
    }

    @NegativeBinomialNll(dispersion = 0.4)
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
