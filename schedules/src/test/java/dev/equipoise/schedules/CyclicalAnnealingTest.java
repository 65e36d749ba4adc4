package dev.equipoise.schedules;

import static dev.equipoise.schedules.ScheduleAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.balance.BalancingStrategy;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CyclicalAnnealingTest implements StrategyContract {

    @Override
    public BalancingStrategy<?> strategy() {
        return schedule(RampShape.LINEAR);
    }

    @ParameterizedTest
    @EnumSource
    void everyCycleStartsAtZeroRisesThroughHalfAndRestsAtBeta(RampShape shape) {
        CyclicalAnnealing.Strategy schedule = schedule(shape);
        assertThat(schedule).reaches(2).at(125);
        for (long start = 0; start < 1_000; start += 250) {
            assertThat(schedule)
                    .is(0, start)
                    .risesBetween(start, start + 249)
                    .staysAt(2, start + 125, start + 249)
                    .liesWithin(0, 2, start, start + 249);
        }
    }

    @Test
    void theSecondCycleEqualsTheFirstToTheLastBit() {
        CyclicalAnnealing.Strategy schedule = schedule(RampShape.SIGMOID);
        for (long step = 0; step < 250; step++) {
            assertThat(schedule.at(step + 500)).isEqualTo(schedule.at(step));
        }
    }

    @Test
    void theShapesDifferAQuarterOfTheWayUp() {
        assertThat(RampShape.LINEAR.at(0.25)).isEqualTo(0.25);
        assertThat(schedule(RampShape.LINEAR)).is(0.4, 25);
        assertThat(schedule(RampShape.COSINE)).is(1 - Math.cos(Math.PI * 0.2), 25);
        double logistic = 1 / (1 + Math.exp(-(12 * 0.2 - 6)));
        double lowest = 1 / (1 + Math.exp(6));
        assertThat(schedule(RampShape.SIGMOID)).is(2 * (logistic - lowest) / (1 - 2 * lowest), 25);
    }

    @Test
    void withoutARampBetaIsConstant() {
        assertThat(new CyclicalAnnealing.Strategy(2, 4, 0, RampShape.LINEAR, 1_000))
                .staysAt(2, 0, 1_000);
    }

    @Test
    void aRunThatDoesNotDivideHasAShorterLastCycle() {
        CyclicalAnnealing.Strategy schedule = new CyclicalAnnealing.Strategy(1, 3, 0.5, RampShape.LINEAR, 1_000);
        assertThat(schedule.period()).isEqualTo(334);
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
        assertThat(new CyclicalAnnealing.Strategy(1, 50, 0.5, RampShape.LINEAR, 100).foresee(Trial.facts(100)))
                .containsExactly("a cycle has 2 steps (100 steps in 50 cycles): too few for training to follow;"
                        + " set cyclicalAnnealing.cycles to at most 10");
        assertThat(schedule(RampShape.LINEAR).foresee(Trial.facts(1_000))).isEmpty();
    }

    @Test
    void aRunThatEndsInsideARampIsForeseen() {
        assertThat(new CyclicalAnnealing.Strategy(1, 4, 1, RampShape.LINEAR, 1_000).foresee(Trial.facts(1_000)))
                .containsExactly("the run of 1000 steps ends inside a ramp: beta ends at 0.996, not at 1.0;"
                        + " lower cyclicalAnnealing.ramp or choose cycles that divide the run");
    }

    @Test
    void theDefaultsAreThoseOfThePaper() {
        CyclicalAnnealing annotation = Objects.requireNonNull(Default.class.getAnnotation(CyclicalAnnealing.class));
        assertThat(new CyclicalAnnealing.Factory().create(annotation, Trial.facts(1_000)))
                .isEqualTo(new CyclicalAnnealing.Strategy(1, 4, 0.5, RampShape.LINEAR, 1_000));
    }

    private static CyclicalAnnealing.Strategy schedule(RampShape shape) {
        return new CyclicalAnnealing.Strategy(2, 4, 0.5, shape, 1_000);
    }

    @CyclicalAnnealing
    private static final class Default {}
}
