package dev.equipoise.schedules;

import static dev.equipoise.schedules.ScheduleAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.part.InvalidPartException;
import dev.equipoise.testing.Trial;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CyclicalAnnealingTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "SIGMOID_.*")
    void everyCycleStartsAtZeroRisesAndRestsAtBeta(RampShape shape) {
        CyclicalAnnealing.Strategy schedule = schedule(shape);
        assertThat(schedule).startsAt(0).reaches(2).at(125);
        for (long start = 0; start < 1_000; start += 250) {
            assertThat(schedule)
                    .is(0, start)
                    .risesBetween(start, start + 249)
                    .staysAt(2, start + 125, start + 249)
                    .liesWithin(0, 2, start, start + 249);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyCycleEqualsTheFirstToTheLastBitHoweverLongTheRun(RampShape shape) {
        CyclicalAnnealing.Strategy schedule = new CyclicalAnnealing.Strategy(0.7, 10_007, 0, 0.3, shape, 10_007 * 333L);
        for (long cycle : new long[] {1, 2, 3_004, 10_006, 1L << 50}) {
            for (long step = 0; step < schedule.period(); step++) {
                assertThat(schedule.at(step + cycle * schedule.period())).isEqualTo(schedule.at(step));
            }
        }
        assertThat(schedule.period()).isEqualTo(333);
        assertThat(schedule).is(0.7 * shape.at(50 / 333.0 / 0.3), 50 + 10_006 * 333L);
    }

    @ParameterizedTest
    @EnumSource
    void everyShapeRisesFromNearZeroToNearOneAndStaysFinite(RampShape shape) {
        double last = 0;
        for (int i = 0; i <= 1_000; i++) {
            double height = shape.at(i / 1_000.0);
            assertThat(height).isBetween(last, 1.0);
            last = height;
        }
        assertThat(shape.at(0)).isLessThan(0.007);
        assertThat(shape.at(1)).isGreaterThan(0.993);
    }

    @Test
    void cyclesWithoutARampAndWithoutAPriceAreForeseen() {
        assertThat(new CyclicalAnnealing.Strategy(2, 4, 0, 0, RampShape.LINEAR, 1_000).foresee(Trial.facts(1_000)))
                .containsExactly("a cycle without a ramp is all plateau: beta is 2.0 throughout and never restarts; set"
                        + " cyclicalAnnealing.ramp above 0, or use a constant beta");
        assertThat(new CyclicalAnnealing.Strategy(0, 4, 0, 0.5, RampShape.LINEAR, 1_000).foresee(Trial.facts(1_000)))
                .singleElement()
                .asString()
                .startsWith("beta ends at 0");
    }

    @Test
    void theShapesDifferAQuarterOfTheWayUp() {
        assertThat(RampShape.LINEAR.at(0.25)).isEqualTo(0.25);
        assertThat(schedule(RampShape.LINEAR)).is(0.4, 25);
        assertThat(schedule(RampShape.COSINE)).is(1 - Math.cos(Math.PI * 0.2), 25);
        double logistic = 1 / (1 + Math.exp(-(12 * 0.2 - 6)));
        double lowest = 1 / (1 + Math.exp(6));
        assertThat(schedule(RampShape.SIGMOID)).is(2 * (logistic - lowest) / (1 - 2 * lowest), 25);
        assertThat(schedule(RampShape.SIGMOID_FU)).startsAt(2 * lowest).is(2 * logistic, 25);
        assertThat(schedule(RampShape.SIGMOID_BOWMAN)).is(2 / (1 + Math.exp(3)), 25);
        assertThat(schedule(RampShape.EXPONENTIAL)).is(2 * (Math.pow(1000, 0.2) - 1) / 999, 25);
        assertThat(schedule(RampShape.STEP)).staysAt(0, 0, 124).is(2, 125);
    }

    @Test
    void withoutARampBetaIsConstant() {
        assertThat(new CyclicalAnnealing.Strategy(2, 4, 0, 0, RampShape.LINEAR, 1_000))
                .staysAt(2, 0, 1_000);
    }

    @Test
    void aRunThatDoesNotDivideHasAShorterLastCycle() {
        CyclicalAnnealing.Strategy schedule = new CyclicalAnnealing.Strategy(1, 3, 0, 0.5, RampShape.LINEAR, 1_000);
        assertThat(schedule.period()).isEqualTo(334);
        assertThat(schedule.cycleSteps()).hasValue(334);
        assertThat(schedule).is(0, 334).is(0, 668).is(1, 999);
    }

    @Test
    void itSettlesInThePlateauOfTheLastCycleOnly() {
        CyclicalAnnealing.Strategy schedule = schedule(RampShape.LINEAR);
        assertThat(schedule.settled(200, schedule.initial())).isFalse();
        assertThat(schedule.settled(874, schedule.initial())).isFalse();
        assertThat(schedule.settled(875, schedule.initial())).isTrue();
        assertThat(schedule.settled(999, schedule.initial())).isTrue();
    }

    @Test
    void cyclesThatAreTooShortAreForeseen() {
        assertThat(new CyclicalAnnealing.Strategy(1, 50, 0, 0.5, RampShape.LINEAR, 100).foresee(Trial.facts(100)))
                .containsExactly("a cycle has 2 steps (100 steps in 50 cycles): too few for training to follow;"
                        + " set cyclicalAnnealing.cycles to at most 10");
        assertThat(schedule(RampShape.LINEAR).foresee(Trial.facts(1_000))).isEmpty();
    }

    @Test
    void aRunThatEndsInsideARampIsForeseen() {
        assertThat(new CyclicalAnnealing.Strategy(1, 4, 0, 1, RampShape.LINEAR, 1_000).foresee(Trial.facts(1_000)))
                .containsExactly(
                        "the run of 1000 steps ends before the plateau of a cycle: beta ends at 0.996, not at 1.0;"
                                + " lower cyclicalAnnealing.ramp or choose cycles that divide the run");
    }

    @Test
    void theDefaultsAreThoseOfThePaper() {
        CyclicalAnnealing annotation = Objects.requireNonNull(Default.class.getAnnotation(CyclicalAnnealing.class));
        assertThat(new CyclicalAnnealing.Factory().create(annotation, Trial.facts(1_000)))
                .isEqualTo(new CyclicalAnnealing.Strategy(1, 4, 0, 0.5, RampShape.LINEAR, 1_000));
    }

    private static CyclicalAnnealing.Strategy schedule(RampShape shape) {
        return new CyclicalAnnealing.Strategy(2, 4, 0, 0.5, shape, 1_000);
    }

    @CyclicalAnnealing
    private static final class Default {}

    @Test
    void theLastCycleThatTheRunReachesSettlesIt() {
        CyclicalAnnealing.Strategy strategy = new CyclicalAnnealing.Strategy(1, 95, 0, 0.5, RampShape.LINEAR, 1_000);
        assertThat(strategy.period()).isEqualTo(11);
        assertThat(strategy.settled(999, strategy.initial())).isTrue();
        assertThat(strategy.settled(989, strategy.initial())).isFalse();
    }

    @CyclicalAnnealing(cycles = 4, zero = 0.5, ramp = 0.25, beta = 2)
    private static final class Optimus {}

    @CyclicalAnnealing(zero = 0.6, ramp = 0.5)
    private static final class TooMuch {}

    @Test
    void aCycleMayStartWithAPhaseAtZero() {
        CyclicalAnnealing.Strategy schedule = made(Optimus.class);
        for (long start = 0; start < 1_000; start += 250) {
            assertThat(schedule)
                    .staysAt(0, start, start + 125)
                    .risesBetween(start + 125, start + 249)
                    .liesWithin(0.98, 1.03, start + 156, start + 157)
                    .staysAt(2, start + 188, start + 249);
        }
        assertThat(schedule.settled(936, schedule.initial())).isFalse();
        assertThat(schedule.settled(938, schedule.initial())).isTrue();
        assertThat(schedule.foresee(Trial.facts(1_000))).isEmpty();
    }

    @Test
    void phasesThatDoNotFitIntoACycleAreRefused() {
        assertThatThrownBy(() -> made(TooMuch.class))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageStartingWith("zero and ramp must add up to at most 1, got 0.6 and 0.5");
    }

    private static CyclicalAnnealing.Strategy made(Class<?> annotated) {
        CyclicalAnnealing annotation = Objects.requireNonNull(annotated.getAnnotation(CyclicalAnnealing.class));
        return (CyclicalAnnealing.Strategy) new CyclicalAnnealing.Factory().create(annotation, Trial.facts(1_000));
    }
}
