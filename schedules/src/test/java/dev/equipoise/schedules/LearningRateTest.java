package dev.equipoise.schedules;

import static dev.equipoise.schedules.ScheduleAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.balance.Schedule;
import dev.equipoise.balance.ScheduledRate;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.testing.Trial;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Learning rates that go once through the run. */
class LearningRateTest {

    @Test
    void theConstantRateIsItsDefaultFromTheFirstStepOn() {
        ConstantLearningRate annotation =
                Objects.requireNonNull(Defaults.class.getAnnotation(ConstantLearningRate.class));
        ScheduledRate rate = (ScheduledRate) new ConstantLearningRate.Factory().create(annotation, Trial.facts(10));
        assertThat(rate).staysAt(1e-3, 0, 10);
    }

    @Test
    void theCosineRateFallsFromMaxAtTheFirstStepToMinAtTheLast() {
        ScheduledRate rate = cosine(Defaults.class);
        assertThat(rate).startsAt(1e-3).is((1e-3 + 1e-5) / 2, 500).is(1e-5, 1_000);
        assertThat((Schedule) step -> -rate.at(step)).risesBetween(0, 1_000);
        assertThat(rate).liesWithin(1e-5, 1e-3, 0, 2_000);
    }

    @Test
    void aRunOfOneStepHasTheCosineRateMax() {
        assertThat(new CosineLearningRate.Rate(1e-2, 1e-5, 0, 1)).startsAt(1e-2);
    }

    @Test
    void aCosineRateWhoseMinIsAboveItsMaxIsRefused() {
        assertThatThrownBy(() -> cosine(Wrong.class))
                .isInstanceOf(InvalidPartException.class)
                .hasMessage("min must be below max (0.001), got 0.1");
    }

    @Test
    void aWarmUpRisesToItsRateAndRests() {
        assertThat(new WarmUpLearningRate.Rate(3, 1, 100))
                .startsAt(1)
                .is(2, 50)
                .reaches(3)
                .at(100)
                .staysAt(3, 100, 1_000);
        assertThat(warmUp(Defaults.class)).isEqualTo(new WarmUpLearningRate.Rate(1e-3, 0, 100));
        assertThatThrownBy(() -> warmUp(Wrong.class))
                .isInstanceOf(InvalidPartException.class)
                .hasMessage("initial must be below rate (0.001), got 0.2");
    }

    @Test
    void theCosineRateMayRiseBeforeItFalls() {
        ScheduledRate rate = cosine(Warmed.class);
        assertThat(rate)
                .startsAt(1e-5)
                .is((1e-3 + 1e-5) / 2, 50)
                .reaches(1e-3)
                .at(100)
                .is((1e-3 + 1e-5) / 2, 550)
                .staysAt(1e-5, 1_000, 1_100);
        assertThat((Schedule) step -> -rate.at(step)).risesBetween(100, 1_000);
    }

    @Test
    void oneCycleRisesToMaxAndEndsFarBelowItsStart() {
        ScheduledRate rate = oneCycle(Defaults.class);
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
    void oneCycleMayRiseForAMomentOrFallForOne() {
        assertThat(new OneCycle.Rate(3, 1, 0, 0.999, 100_001))
                .startsAt(1)
                .is(3, 99_900)
                .is(0, 100_000);
        assertThat(new OneCycle.Rate(3, 1, 0, 1e-15, 101))
                .startsAt(1)
                .is(1.5, 50)
                .is(0, 100);
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

    @Test
    void aWarmUpThatTakesTheWholeRunIsForeseen() {
        ScheduledRate rate = new WarmUpLearningRate.Rate(1e-3, 0, 100);
        assertThat(rate.foresee(Trial.facts(100)))
                .containsExactly("the warm-up of 100 steps takes the whole run of 100: the rate ends at 9.9E-4,"
                        + " not at 0.001; set warmUpLearningRate.steps to at most 99");
        assertThat(rate.foresee(Trial.facts(101))).isEmpty();
    }

    @Test
    void theDefaultWarmUpIsSilentButInARunOfOneStepWhichItWouldLeaveUntrained() {
        assertThat(warmUp(Defaults.class, 1).foresee(Trial.facts(1)))
                .containsExactly("the warm-up of 1 step takes the whole run of 1: the rate ends at 0.0, not at 0.001;"
                        + " set experiment.epochs higher, or raise warmUpLearningRate.initial");
        assertThat(warmUp(Defaults.class, 2).foresee(Trial.facts(2))).isEmpty();
    }

    @Test
    void aCosineRateThatNeverFallsIsForeseen() {
        assertThat(new CosineLearningRate.Rate(1e-3, 0, 300, 100).foresee(Trial.facts(100)))
                .containsExactly("the warm-up of 300 steps leaves no step of the run of 100 in which the rate falls:"
                        + " it ends at 3.3E-4, not at 0.0; set cosineLearningRate.warmUp to at most 98");
        assertThat(new CosineLearningRate.Rate(1e-3, 0, 99, 100).foresee(Trial.facts(100)))
                .hasSize(1);
        assertThat(new CosineLearningRate.Rate(1e-3, 0, 98, 100).foresee(Trial.facts(100)))
                .isEmpty();
        assertThat(new CosineLearningRate.Rate(1e-3, 0, 0, 1).foresee(Trial.facts(1)))
                .isEmpty();
    }

    private static ScheduledRate warmUp(Class<?> experiment) {
        return warmUp(experiment, 1_000);
    }

    private static ScheduledRate warmUp(Class<?> experiment, int steps) {
        WarmUpLearningRate annotation = Objects.requireNonNull(experiment.getAnnotation(WarmUpLearningRate.class));
        return (ScheduledRate) new WarmUpLearningRate.Factory().create(annotation, Trial.facts(steps));
    }

    private static ScheduledRate oneCycle(Class<?> experiment) {
        OneCycle annotation = Objects.requireNonNull(experiment.getAnnotation(OneCycle.class));
        return (ScheduledRate) new OneCycle.Factory().create(annotation, Trial.facts(1_001));
    }

    private static ScheduledRate cosine(Class<?> experiment) {
        CosineLearningRate annotation = Objects.requireNonNull(experiment.getAnnotation(CosineLearningRate.class));
        return (ScheduledRate) new CosineLearningRate.Factory().create(annotation, Trial.facts(1_001));
    }

    @ConstantLearningRate
    @CosineLearningRate
    @OneCycle
    @WarmUpLearningRate
    private static final class Defaults {}

    @CosineLearningRate(min = 0.1)
    @OneCycle(initial = 0.2, min = 0.1)
    @WarmUpLearningRate(initial = 0.2)
    private static final class Wrong {}

    @CosineLearningRate(warmUp = 100)
    private static final class Warmed {}
}
