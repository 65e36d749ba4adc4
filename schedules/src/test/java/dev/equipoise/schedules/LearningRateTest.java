package dev.equipoise.schedules;

import static dev.equipoise.schedules.ScheduleAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.balance.LearningRate;
import dev.equipoise.balance.Schedule;
import dev.equipoise.part.InvalidPartException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LearningRateTest {

    @Test
    void theConstantRateIsItsDefaultFromTheFirstStepOn() {
        ConstantLearningRate annotation =
                Objects.requireNonNull(Defaults.class.getAnnotation(ConstantLearningRate.class));
        LearningRate rate = new ConstantLearningRate.Factory().create(annotation, Trial.facts(10));
        assertThat(rate).staysAt(1e-3, 0, 10);
    }

    @Test
    void theCosineRateFallsFromMaxAtTheFirstStepToMinAtTheLast() {
        LearningRate rate = cosine(Defaults.class);
        assertThat(rate).startsAt(1e-3).is((1e-3 + 1e-5) / 2, 500).is(1e-5, 1_000);
        assertThat((Schedule) step -> -rate.at(step)).risesBetween(0, 1_000);
        assertThat(rate).liesWithin(1e-5, 1e-3, 0, 2_000);
    }

    @Test
    void aRunOfOneStepHasTheCosineRateMax() {
        assertThat(new CosineLearningRate.Rate(1e-2, 1e-5, 1)).startsAt(1e-2);
    }

    @Test
    void aCosineRateWhoseMinIsAboveItsMaxIsRefused() {
        assertThatThrownBy(() -> cosine(Wrong.class))
                .isInstanceOf(InvalidPartException.class)
                .hasMessage("min must be at most max (0.001), got 0.1");
    }

    @Test
    void theTriangularRateRisesAndFallsInEveryCycle() {
        assertThat(new TriangularLearningRate.Rate(1, 3, 100))
                .startsAt(1)
                .is(2, 25)
                .reaches(3)
                .at(50)
                .is(2, 75)
                .is(1, 100)
                .is(3, 150)
                .liesWithin(1, 3, 0, 1_000);
    }

    @Test
    void withoutALengthATriangleTakesFourEpochs() {
        assertThat(triangular(Defaults.class)).isEqualTo(new TriangularLearningRate.Rate(1e-4, 2e-3, 4));
    }

    @Test
    void everyFaultOfATriangularRateIsNamedAtOnce() {
        assertThatThrownBy(() -> triangular(Wrong.class))
                .isInstanceOfSatisfying(
                        InvalidPartException.class,
                        thrown -> assertThat(thrown.problems())
                                .containsExactly(
                                        "min must be at most max (0.002), got 0.1",
                                        "cycleSteps must be at least 2, or 0 for four epochs, got 1"));
    }

    private static LearningRate cosine(Class<?> experiment) {
        CosineLearningRate annotation = Objects.requireNonNull(experiment.getAnnotation(CosineLearningRate.class));
        return new CosineLearningRate.Factory().create(annotation, Trial.facts(1_001));
    }

    private static LearningRate triangular(Class<?> experiment) {
        TriangularLearningRate annotation =
                Objects.requireNonNull(experiment.getAnnotation(TriangularLearningRate.class));
        return new TriangularLearningRate.Factory().create(annotation, Trial.facts(1_000));
    }

    @ConstantLearningRate
    @CosineLearningRate
    @TriangularLearningRate
    private static final class Defaults {}

    @CosineLearningRate(min = 0.1)
    @TriangularLearningRate(min = 0.1, cycleSteps = 1)
    private static final class Wrong {}
}
