package dev.equipoise.schedules;

import static dev.equipoise.schedules.ScheduleAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.balance.BalancingStrategy;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LinearAnnealingTest implements StrategyContract {

    @Override
    public BalancingStrategy<?> strategy() {
        return new LinearAnnealing.Strategy(1, 0, 100);
    }

    @Test
    void itReachesBetaAtTheEndOfTheRampAndStays() {
        assertThat(new LinearAnnealing.Strategy(1, 0, 100))
                .startsAt(0)
                .is(0.25, 25)
                .reaches(1)
                .at(100)
                .risesBetween(0, 200)
                .staysAt(1, 100, 10_000);
    }

    @Test
    void itCanFall() {
        assertThat(new LinearAnnealing.Strategy(1, 5, 100))
                .startsAt(5)
                .is(3, 50)
                .is(1, 100);
    }

    @Test
    void itSettlesWhenTheRampEnds() {
        LinearAnnealing.Strategy strategy = new LinearAnnealing.Strategy(1, 0, 100);
        assertThat(strategy.settled(99, strategy.initial())).isFalse();
        assertThat(strategy.settled(100, strategy.initial())).isTrue();
    }

    @Test
    void withoutALengthTheRampTakesHalfOfTheRun() {
        LinearAnnealing annotation = Objects.requireNonNull(Default.class.getAnnotation(LinearAnnealing.class));
        assertThat(new LinearAnnealing.Factory().create(annotation, Trial.facts(1_000)))
                .isEqualTo(new LinearAnnealing.Strategy(1, 0, 500));
    }

    @Test
    void aRampLongerThanTheRunIsForeseenWithWhereItEnds() {
        LinearAnnealing.Strategy strategy = new LinearAnnealing.Strategy(1, 0, 10_000);
        assertThat(strategy.foresee(Trial.facts(940)))
                .containsExactly(
                        "the ramp of 10000 steps is longer than the run of 940: beta ends at 0.0939, not at 1.0;"
                                + " set linearAnnealing.steps to at most 940");
        assertThat(strategy.foresee(Trial.facts(10_000))).isEmpty();
    }

    @LinearAnnealing
    private static final class Default {}
}
