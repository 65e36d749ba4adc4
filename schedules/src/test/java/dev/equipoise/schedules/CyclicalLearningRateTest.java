package dev.equipoise.schedules;

import static dev.equipoise.schedules.ScheduleAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.balance.ScheduledRate;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.schedules.TriangularLearningRate.Decay;
import dev.equipoise.testing.Trial;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Learning rates with cycles, by themselves and in phase with beta. */
class CyclicalLearningRateTest {

    @Test
    void theTriangularRateRisesAndFallsInEveryCycle() {
        assertThat(triangle(100, Decay.NONE, 1))
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
        assertThat(triangular(Defaults.class)).isEqualTo(new TriangularLearningRate.Rate(1e-4, 2e-3, 4, Decay.NONE, 1));
    }

    @Test
    void halvingTrianglesReachHalfTheHeightOfTheLast() {
        assertThat(triangle(100, Decay.HALVING, 1))
                .is(3, 50)
                .is(1.5, 125)
                .is(2, 150)
                .is(1, 200)
                .is(1.5, 250);
    }

    @Test
    void anExponentialDecayShrinksTheHeightWithEveryStep() {
        assertThat(triangle(100, Decay.EXPONENTIAL, 0.99))
                .startsAt(1)
                .is(1 + Math.pow(0.99, 25), 25)
                .is(1 + 2 * Math.pow(0.99, 50), 50)
                .is(1, 100)
                .is(1 + 2 * Math.pow(0.99, 150), 150);
    }

    @Test
    void gammaBelongsToTheExponentialDecayAlone() {
        assertThat(triangular(Exponential.class))
                .isEqualTo(new TriangularLearningRate.Rate(1e-4, 2e-3, 4, Decay.EXPONENTIAL, 0.999));
        assertThatThrownBy(() -> triangular(GammaWithoutDecay.class))
                .isInstanceOf(InvalidPartException.class)
                .hasMessage("gamma must be left out with decay HALVING, got 0.999; it belongs to EXPONENTIAL");
        assertThatThrownBy(() -> triangular(DecayWithoutGamma.class))
                .isInstanceOf(InvalidPartException.class)
                .hasMessage("gamma must be below 1 with decay EXPONENTIAL, got 1;"
                        + " 0.9954054 leaves 1 % of the height at the end of the run");
    }

    @Test
    void inPhaseTheCyclesAreThoseOfBeta() {
        CyclicalAnnealing.Strategy beta = new CyclicalAnnealing.Strategy(1, 3, 0, 0.5, RampShape.LINEAR, 1_000);
        assertThat(beta.cycleSteps()).hasValue(334);
        ScheduledRate triangle = triangular(InPhase.class, beta.cycleSteps());
        assertThat(triangle).isEqualTo(new TriangularLearningRate.Rate(1e-4, 2e-3, 334, Decay.NONE, 1));
        ScheduledRate restarts = restarts(InPhase.class, beta.cycleSteps());
        assertThat(restarts).isEqualTo(new CosineWarmRestarts.Rate(1e-3, 1e-5, 334, 1));
        for (long restart : new long[] {0, 334, 668}) {
            assertThat(beta).is(0, restart).is(1, restart + 167);
            assertThat(triangle).is(1e-4, restart).is(2e-3, restart + 167);
            assertThat(restarts).is(1e-3, restart);
        }
    }

    @Test
    void inPhaseOneMayRepeatTheLengthOfBetasCycle() {
        assertThat(triangular(InPhaseOf250.class, OptionalLong.of(250)))
                .isEqualTo(new TriangularLearningRate.Rate(1e-4, 2e-3, 250, Decay.NONE, 1));
    }

    @Test
    void whatContradictsBetasCycleIsNamedAtOnce() {
        assertThatThrownBy(() -> restarts(InPhaseOf250.class, OptionalLong.of(334)))
                .isInstanceOfSatisfying(
                        InvalidPartException.class,
                        thrown -> assertThat(thrown.problems())
                                .containsExactly(
                                        "growth must be 1 with inPhase, because beta's cycles do not grow, got 2",
                                        "cycleSteps must be left out with inPhase,"
                                                + " or be the 334 steps of beta's cycle, got 250"));
        assertThatThrownBy(() -> triangular(InPhase.class, OptionalLong.of(1)))
                .hasMessage("inPhase must be used with a cycle of beta of at least 2 steps, got 1");
        assertThatThrownBy(() -> triangular(InPhase.class, OptionalLong.empty()))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageContaining("a balancing strategy that has cycles");
    }

    private static ScheduledRate triangle(long cycleSteps, Decay decay, double gamma) {
        return new TriangularLearningRate.Rate(1, 3, cycleSteps, decay, gamma);
    }

    @Test
    void everyFaultOfATriangularRateIsNamedAtOnce() {
        assertThatThrownBy(() -> triangular(Wrong.class))
                .isInstanceOfSatisfying(
                        InvalidPartException.class,
                        thrown -> assertThat(thrown.problems())
                                .containsExactly(
                                        "min must be below max (0.002), got 0.1",
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
                .hasMessage("min must be below max (0.001), got 0.1");
    }

    @Test
    void aTriangleWhoseMiddleTheRunDoesNotReachIsForeseen() {
        assertThat(triangle(300, Decay.NONE, 1).foresee(Trial.facts(76)))
                .containsExactly("half of the cycle of 300 steps is longer than the run of 76: the rate ends at 2.0 and"
                        + " never reaches the middle of a triangle, where it is highest;"
                        + " set triangularLearningRate.cycleSteps to at most 152");
        assertThat(triangle(300, Decay.NONE, 1).foresee(Trial.facts(150))).isEmpty();
        // Four epochs a cycle, in the two epochs of a fast run.
        assertThat(triangular(Defaults.class).foresee(Trial.facts(2))).isEmpty();
    }

    @Test
    void aFirstCycleThatDoesNotEndWithinTheRunIsForeseen() {
        ScheduledRate rate = new CosineWarmRestarts.Rate(3, 1, 200, 1);
        assertThat(rate.foresee(Trial.facts(101)))
                .containsExactly("the first cycle of 200 steps is longer than the run of 101: the rate ends at 2.0,"
                        + " not near its min of 1.0; set cosineWarmRestarts.cycleSteps to at most 101");
        assertThat(rate.foresee(Trial.facts(200))).isEmpty();
        assertThat(restarts(Growing.class).foresee(Trial.facts(1_000))).isEmpty();
    }

    private static ScheduledRate restarts(Class<?> experiment) {
        return restarts(experiment, OptionalLong.empty());
    }

    private static ScheduledRate restarts(Class<?> experiment, OptionalLong betaCycle) {
        CosineWarmRestarts annotation = Objects.requireNonNull(experiment.getAnnotation(CosineWarmRestarts.class));
        return (ScheduledRate) new CosineWarmRestarts.Factory()
                .create(annotation, Trial.facts(1_000).withBetaCycle(betaCycle));
    }

    @CosineWarmRestarts(growth = 2)
    private static final class Growing {}

    private static ScheduledRate triangular(Class<?> experiment) {
        return triangular(experiment, OptionalLong.empty());
    }

    private static ScheduledRate triangular(Class<?> experiment, OptionalLong betaCycle) {
        TriangularLearningRate annotation =
                Objects.requireNonNull(experiment.getAnnotation(TriangularLearningRate.class));
        return (ScheduledRate) new TriangularLearningRate.Factory()
                .create(annotation, Trial.facts(1_000).withBetaCycle(betaCycle));
    }

    @TriangularLearningRate
    @CosineWarmRestarts
    private static final class Defaults {}

    @TriangularLearningRate(min = 0.1, cycleSteps = 1)
    @CosineWarmRestarts(min = 0.1)
    private static final class Wrong {}

    @TriangularLearningRate(decay = Decay.EXPONENTIAL, gamma = 0.999)
    private static final class Exponential {}

    @TriangularLearningRate(decay = Decay.HALVING, gamma = 0.999)
    private static final class GammaWithoutDecay {}

    @TriangularLearningRate(decay = Decay.EXPONENTIAL)
    private static final class DecayWithoutGamma {}

    @TriangularLearningRate(inPhase = true)
    @CosineWarmRestarts(inPhase = true)
    private static final class InPhase {}

    @TriangularLearningRate(inPhase = true, cycleSteps = 250)
    @CosineWarmRestarts(inPhase = true, cycleSteps = 250, growth = 2)
    private static final class InPhaseOf250 {}
}
