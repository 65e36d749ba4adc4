package dev.equipoise.schedules.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.balance.Measures;
import dev.equipoise.balance.Readings;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.schedules.feedback.PlateauLearningRate.Rate;
import dev.equipoise.schedules.feedback.PlateauLearningRate.State;
import dev.equipoise.testing.Trial;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PlateauLearningRateTest {

    /** 2 elements, 25 examples in batches of 10: three steps an epoch, the last of 5. */
    private static final Rate HALVES = new Rate(1, 0.5, 2, 0.1, 0.2, 0, 2);

    private State state = HALVES.initial();
    private long step;

    @Test
    void theRateFallsWhenNothingImprovedForPatienceEpochsAndNotBefore() {
        epoch(HALVES, 2, 1);
        epoch(HALVES, 2, 1);
        assertThat(HALVES.at(step, state)).isEqualTo(1);
        epoch(HALVES, 2, 1);
        assertThat(HALVES.at(step, state)).isEqualTo(0.5);
        epoch(HALVES, 2, 1);
        assertThat(HALVES.at(step, state)).isEqualTo(0.5);
        epoch(HALVES, 2, 1);
        assertThat(HALVES.at(step, state)).isEqualTo(0.25);
    }

    @Test
    void itFallsNoFurtherThanItsMin() {
        for (int epoch = 0; epoch < 50; epoch++) {
            epoch(HALVES, 2, 1);
        }
        assertThat(HALVES.at(step, state)).isEqualTo(0.2);
    }

    @Test
    void whatImprovesByMoreThanTheThresholdKeepsTheRateAndWhatImprovesByLessDoesNot() {
        for (double kl = 10; kl > 5; kl -= 0.11) {
            epoch(HALVES, 2, kl);
        }
        assertThat(HALVES.at(step, state)).isEqualTo(1);
        for (double kl = 5; kl > 4.8; kl -= 0.03) {
            epoch(HALVES, 2, kl);
        }
        assertThat(HALVES.at(step, state)).isLessThan(1);
    }

    @Test
    void aLossThatRisesWithBetaWhileTheModelImprovesIsNoPlateau() {
        for (int epoch = 0; epoch < 20; epoch++) {
            // KL falls by half a nat an epoch, while the loss gains ten for each.
            epoch(HALVES, measures(10 * epoch, 2, 20 - epoch / 2.0, squared(2)));
        }
        assertThat(HALVES.at(step, state)).isEqualTo(1);
    }

    @Test
    void aFallOfTheLossWithBetaIsNoImprovement() {
        for (int epoch = 0; epoch < 3; epoch++) {
            epoch(HALVES, measures(-100 * epoch, 2, 20, squared(2)));
        }
        assertThat(HALVES.at(step, state)).isEqualTo(0.5);
    }

    @Test
    void ofTheSquaredErrorItTakesTheLogarithmThatOptimalVarianceGives() {
        // N/2·ln(SSE/N) gains ln 2 nats where the error doubles: what KL loses by less is no improvement.
        epoch(HALVES, 2, 10);
        epoch(HALVES, 4, 10 - Math.log(2) - 0.05);
        epoch(HALVES, 4, 10 - Math.log(2) - 0.05);
        assertThat(HALVES.at(step, state)).isEqualTo(0.5);
        epoch(HALVES, 4, 10 - Math.log(2) - 0.15);
        epoch(HALVES, 4, 10 - Math.log(2) - 0.15);
        assertThat(HALVES.at(step, state)).isEqualTo(0.5);
    }

    @Test
    void ofALikelihoodItTakesTheSumWithKl() {
        Measures before = measures(0, 100, 10, Map.of("bernoulliNll", 100.0));
        Measures after = measures(0, 102, 7, Map.of("bernoulliNll", 102.0));
        epoch(HALVES, before);
        epoch(HALVES, before);
        epoch(HALVES, after);
        assertThat(HALVES.at(step, state)).isEqualTo(1);
    }

    @Test
    void theSmallerLastBatchCountsByItsExamples() {
        // Means over 25 examples: (20·1 + 5·6)/25 = 2, where a mean over batches would be 2.67.
        one(1, 1);
        one(1, 1);
        one(6, 1);
        epoch(HALVES, 1.9, 1);
        epoch(HALVES, 1.9, 1);
        assertThat(HALVES.at(step, state)).isEqualTo(0.5);
    }

    @Test
    void readingsThatAreNotFiniteChangeNothing() {
        epoch(HALVES, 2, 1);
        one(2, 1);
        State before = state;
        one(Double.NaN, 1);
        assertThat(state).isEqualTo(before);
        one(2, 1);
        epoch(HALVES, Double.NaN, 1);
        epoch(HALVES, 2, Double.POSITIVE_INFINITY);
        assertThat(HALVES.at(step, state)).isEqualTo(1);
    }

    @Test
    void epochsBeforeTheFirstThatIsJudgedSetNoStandard() {
        Rate late = new Rate(1, 0.5, 2, 0.1, 0, 5, 2);
        for (int epoch = 0; epoch < 5; epoch++) {
            epoch(late, 2, 1);
        }
        epoch(late, 2, 30);
        epoch(late, 2, 30);
        assertThat(late.at(step, state)).isEqualTo(1);
        epoch(late, 2, 30);
        assertThat(late.at(step, state)).isEqualTo(0.5);
    }

    @Test
    void itsFactoryTakesTheFactsOfTheData() {
        assertThat(made(Defaults.class, OptionalLong.empty())).isEqualTo(new Rate(1e-3, 0.5, 5, 0.1, 1e-6, 0, 784));
        assertThat(made(Defaults.class, OptionalLong.of(50))).isInstanceOf(Rate.class);
    }

    @Test
    void aRunTooShortForAnyFallIsForeseen() {
        Rate rate = new Rate(1e-3, 0.5, 5, 0.1, 0, 3, 784);
        assertThat(rate.foresee(Trial.facts(9)))
                .containsExactly(
                        "the rate can fall after 9 epochs at the earliest, and the run has 9: it stays at 0.001;"
                                + " set experiment.epochs to at least 10,"
                                + " or lower plateauLearningRate.patience or plateauLearningRate.after");
        assertThat(rate.foresee(Trial.facts(10))).isEmpty();
        assertThat(new Rate(1e-3, 0.5, 1, 0.1, 0, Integer.MAX_VALUE, 784).foresee(Trial.facts(9)))
                .hasSize(1);
    }

    @Test
    void theEarliestFallIsTheOneThatIsForeseen() {
        for (int epoch = 0; epoch < 3; epoch++) {
            assertThat(HALVES.at(step, state)).isEqualTo(1);
            epoch(HALVES, 2, 1);
        }
        assertThat(HALVES.at(step, state)).isLessThan(1);
        assertThat(HALVES.foresee(Trial.facts(3))).hasSize(1);
        assertThat(HALVES.foresee(Trial.facts(4))).isEmpty();
    }

    @Test
    void aPatienceWithinACycleOfBetaAndAMinAboveTheRateAreRefused() {
        assertThatThrownBy(() -> made(Wrong.class, OptionalLong.of(51)))
                .isInstanceOfSatisfying(
                        InvalidPartException.class,
                        thrown -> assertThat(thrown.problems())
                                .containsExactly(
                                        "min must be below rate (0.001), got 0.1",
                                        "patience must be at least the 6 epochs of beta's cycle, got 5"));
    }

    private void epoch(Rate rate, double squaredError, double kl) {
        epoch(rate, measures(squaredError, kl));
    }

    private void epoch(Rate rate, Measures measures) {
        for (int place = 0; place < 3; place++) {
            one(rate, measures);
        }
    }

    private void one(double squaredError, double kl) {
        one(HALVES, measures(squaredError, kl));
    }

    private void one(Rate rate, Measures measures) {
        boolean last = step % 3 == 2;
        state = rate.next(step++, state, new Readings(measures, 1, last ? 5 : 10, last, Map.of()));
    }

    private static Measures measures(double squaredError, double kl) {
        return measures(0, squaredError, kl, squared(squaredError));
    }

    private static Measures measures(double loss, double reconstruction, double kl, Map<String, Double> named) {
        return new Measures(loss, reconstruction, 2, kl, kl, List.of(kl), named, Optional.empty());
    }

    private static Map<String, Double> squared(double error) {
        return Map.of("squaredError", error);
    }

    private static Object made(Class<?> experiment, OptionalLong betaCycle) {
        PlateauLearningRate annotation = Objects.requireNonNull(experiment.getAnnotation(PlateauLearningRate.class));
        DataFacts data = new DataFacts(100, 10, List.of(1, 28, 28), Optional.empty());
        return new PlateauLearningRate.Factory()
                .create(annotation, new Facts(Optional.of(data), 10, 20, 0).withBetaCycle(betaCycle));
    }

    @PlateauLearningRate
    private static final class Defaults {}

    @PlateauLearningRate(min = 0.1)
    private static final class Wrong {}
}
