package dev.equipoise.schedules;

import static dev.equipoise.schedules.ScheduleAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.testing.Trial;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PiecewiseAnnealingTest {

    private static final PiecewiseAnnealing.Strategy THREE =
            new PiecewiseAnnealing.Strategy(List.of(1.0, 5.0, 2.0), List.of(10, 30, 130));

    @Test
    void betaIsThatOfEveryKnotLinearBetweenThemAndConstantBeforeAndAfter() {
        assertThat(THREE)
                .staysAt(1, 0, 10)
                .is(3, 20)
                .is(5, 30)
                .is(3.5, 80)
                .is(2.03, 129)
                .staysAt(2, 130, 1_000);
        assertThat(new PiecewiseAnnealing.Strategy(List.of(3.0), List.of(0))).staysAt(3, 0, 100);
        assertThat(new PiecewiseAnnealing.Strategy(List.of(3.0), List.of(50))).staysAt(3, 0, 100);
    }

    @Test
    void aKnotBeyondTheRunIsForeseenWithWhereBetaEnds() {
        assertThat(THREE.foresee(Trial.facts(80)))
                .containsExactly("the ramp of 130 steps is longer than the run of 80: beta ends at 3.53, not at 2.0;"
                        + " set the last of piecewiseAnnealing.at to at most 80");
        assertThat(THREE.foresee(Trial.facts(130))).isEmpty();
    }

    @Test
    void everyFaultOfTheKnotsIsNamedAtOnce() {
        assertThat(create(Good.class)).isEqualTo(THREE);
        assertThat(problems(Wrong.class))
                .containsExactly(
                        "betas must have as many elements as at (2), got 3: every knot has a step and a beta",
                        "at must rise, got [30, 30]");
        assertThat(problems(Empty.class)).containsExactly("at must have at least one step, got none");
    }

    private static List<String> problems(Class<?> experiment) {
        try {
            create(experiment);
            return List.of();
        } catch (InvalidPartException e) {
            return e.problems();
        }
    }

    private static BalancingStrategy<?> create(Class<?> experiment) {
        PiecewiseAnnealing annotation = Objects.requireNonNull(experiment.getAnnotation(PiecewiseAnnealing.class));
        return new PiecewiseAnnealing.Factory().create(annotation, Trial.facts(1_000));
    }

    @PiecewiseAnnealing(
            betas = {1, 5, 2},
            at = {10, 30, 130})
    private static final class Good {}

    @PiecewiseAnnealing(
            betas = {0, 4, 1},
            at = {30, 30})
    private static final class Wrong {}

    @PiecewiseAnnealing(
            betas = {},
            at = {})
    private static final class Empty {}
}
