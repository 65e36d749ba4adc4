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

    @Test
    void warmRestartsFallInEveryCycleAndBeginAgainAtMax() {
        assertThat(new CosineWarmRestarts.Rate(3, 1, 100, 1))
                .startsAt(3)
                .is(2, 50)
                .is(3, 100)
                .is(2, 150)
                .is(1 + (1 + Math.cos(Math.PI * 0.99)), 99)
                .liesWithin(1, 3, 0, 1_000);
    }

    @Test
    void growingCyclesRestartAfterOneThreeAndSevenLengths() {
        assertThat(new CosineWarmRestarts.Rate(3, 1, 100, 2))
                .is(3, 100)
                .is(2, 200)
                .is(3, 300)
                .is(2, 500)
                .is(3, 700);
    }

    @Test
    void withoutALengthFourCyclesFillTheRun() {
        assertThat(restarts(Defaults.class)).isEqualTo(new CosineWarmRestarts.Rate(1e-3, 1e-5, 250, 1));
        assertThat(restarts(Growing.class)).isEqualTo(new CosineWarmRestarts.Rate(1e-3, 1e-5, 67, 2));
        assertThatThrownBy(() -> restarts(Wrong.class))
                .isInstanceOf(InvalidPartException.class)
                .hasMessage("min must be at most max (0.001), got 0.1");
    }

    @Test
    void oneCycleRisesToMaxAndEndsFarBelowItsStart() {
        LearningRate rate = oneCycle(Defaults.class);
        assertThat(rate)
                .startsAt(8e-5)
                .is((8e-5 + 2e-3) / 2, 150)
                .is(2e-3, 300)
                .is((2e-3 + 1e-7) / 2, 650)
                .is(1e-7, 1_000)
                .risesBetween(0, 300)
                .liesWithin(1e-7, 2e-3, 0, 2_000);
        assertThat((Schedule) step -> -rate.at(step)).risesBetween(300, 1_000);
    }

    @Test
    void oneCycleMayOnlyRiseOrOnlyFall() {
        assertThat(new OneCycle.Rate(3, 1, 0, 1, 101)).startsAt(1).is(2, 50).is(3, 100);
        assertThat(new OneCycle.Rate(3, 1, 0, 0, 101)).startsAt(3).is(1.5, 50).is(0, 100);
    }

    @Test
    void everyFaultOfOneCycleIsNamedAtOnce() {
        assertThatThrownBy(() -> oneCycle(Wrong.class))
                .isInstanceOfSatisfying(
                        InvalidPartException.class,
                        thrown -> assertThat(thrown.problems())
                                .containsExactly(
                                        "initial must be at most max (0.002), got 0.2",
                                        "min must be at most max (0.002), got 0.1"));
    }

    private static LearningRate restarts(Class<?> experiment) {
        CosineWarmRestarts annotation = Objects.requireNonNull(experiment.getAnnotation(CosineWarmRestarts.class));
        return new CosineWarmRestarts.Factory().create(annotation, Trial.facts(1_000));
    }

    private static LearningRate oneCycle(Class<?> experiment) {
        OneCycle annotation = Objects.requireNonNull(experiment.getAnnotation(OneCycle.class));
        return new OneCycle.Factory().create(annotation, Trial.facts(1_001));
    }

    @CosineWarmRestarts(growth = 2)
    private static final class Growing {}

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
    @CosineWarmRestarts
    @OneCycle
    private static final class Defaults {}

    @CosineLearningRate(min = 0.1)
    @TriangularLearningRate(min = 0.1, cycleSteps = 1)
    @CosineWarmRestarts(min = 0.1)
    @OneCycle(initial = 0.2, min = 0.1)
    private static final class Wrong {}
}
