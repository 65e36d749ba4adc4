package dev.equipoise.schedules;

import static dev.equipoise.schedules.ScheduleAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.testing.Trial;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StepAnnealingTest {

    private static final StepAnnealing.Strategy THREE =
            new StepAnnealing.Strategy(List.of(0.0, 4.0, 1.0), List.of(10, 30));

    @Test
    void everyStageHoldsFromItsFirstStepOn() {
        assertThat(THREE).staysAt(0, 0, 9).staysAt(4, 10, 29).staysAt(1, 30, 1_000);
        assertThat(new StepAnnealing.Strategy(List.of(3.0), List.of())).staysAt(3, 0, 100);
    }

    @Test
    void itSettlesInTheLastStage() {
        assertThat(THREE.settled(29, THREE.initial())).isFalse();
        assertThat(THREE.settled(30, THREE.initial())).isTrue();
    }

    @Test
    void aStageThatNeverBeginsIsForeseen() {
        assertThat(THREE.foresee(Trial.facts(30)))
                .containsExactly("the last stage begins at step 30, and the run has 30 steps: beta ends at 4.0,"
                        + " not at 1.0; set the last of stepAnnealing.at below 30");
        assertThat(THREE.foresee(Trial.facts(31))).isEmpty();
    }

    @Test
    void aLastStageWithoutAPriceOfKlIsForeseen() {
        assertThat(new StepAnnealing.Strategy(List.of(1.0, 0.0), List.of(10)).foresee(Trial.facts(100)))
                .singleElement()
                .asString()
                .contains("beta ends at 0", "set the last of stepAnnealing.betas above 0");
    }

    @Test
    void everyFaultOfTheStagesIsNamedAtOnce() {
        assertThat(create(Good.class)).isEqualTo(THREE);
        assertThatThrownBy(() -> create(Wrong.class))
                .isInstanceOfSatisfying(
                        InvalidPartException.class,
                        thrown -> assertThat(thrown.problems())
                                .containsExactly(
                                        "betas must have one more element than at (2), got 2: the first beta applies from step 0",
                                        "at must rise, got [30, 10]"));
    }

    private static BalancingStrategy<?> create(Class<?> experiment) {
        StepAnnealing annotation = Objects.requireNonNull(experiment.getAnnotation(StepAnnealing.class));
        return new StepAnnealing.Factory().create(annotation, Trial.facts(1_000));
    }

    @StepAnnealing(
            betas = {0, 4, 1},
            at = {10, 30})
    private static final class Good {}

    @StepAnnealing(
            betas = {0, 4},
            at = {30, 10})
    private static final class Wrong {}
}
