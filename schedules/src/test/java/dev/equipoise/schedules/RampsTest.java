package dev.equipoise.schedules;

import static dev.equipoise.schedules.ScheduleAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Schedule;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.schedules.SigmoidAnnealing.Form;
import dev.equipoise.schedules.feedback.DynamicKlTarget;
import dev.equipoise.testing.Trial;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What all ramps share, up and down, and the curve of each. */
class RampsTest {

    private static final Ramp LINEAR = new Ramp.Shaped("linearAnnealing", RampShape.LINEAR, 2, 0, 100);

    static Stream<Ramp> ramps() {
        return Stream.concat(
                Stream.of(Up.class, Down.class).flatMap(RampsTest::all),
                Stream.of(
                        new PiecewiseAnnealing.Strategy(List.of(0.5, 1.0, 2.0), List.of(10, 40, 100)),
                        new PiecewiseAnnealing.Strategy(List.of(5.0, 3.0, 2.0), List.of(0, 40, 100))));
    }

    private static Stream<Ramp> all(Class<?> experiment) {
        SigmoidAnnealing sigmoid = Objects.requireNonNull(experiment.getAnnotation(SigmoidAnnealing.class));
        return Stream.concat(
                Stream.of(
                        create(experiment, LinearAnnealing.class, new LinearAnnealing.Factory()::create),
                        create(experiment, CosineAnnealing.class, new CosineAnnealing.Factory()::create),
                        create(experiment, SigmoidAnnealing.class, new SigmoidAnnealing.Factory()::create),
                        create(experiment, ExponentialAnnealing.class, new ExponentialAnnealing.Factory()::create)),
                Stream.of(RampShape.SIGMOID_FU, RampShape.SIGMOID_BOWMAN)
                        .map(shape -> new Ramp.Shaped(
                                "sigmoidAnnealing", shape, sigmoid.beta(), sigmoid.initial(), sigmoid.steps())));
    }

    @ParameterizedTest
    @MethodSource("ramps")
    void everyRampMovesOneWayToBetaSettlesThereAndStays(Ramp ramp) {
        double start = ramp.at(0);
        double direction = Math.signum(2 - start);
        assertThat((Schedule) step -> direction * ramp.at(step)).risesBetween(0, 200);
        assertThat(ramp)
                .reaches(2)
                .at(100)
                .staysAt(2, 100, 10_000)
                .liesWithin(Math.min(start, 2), Math.max(start, 2), 0, 200);
        assertThat(start).isNotEqualTo(2);
        assertThat(ramp.settled(99, ramp.initial())).isFalse();
        assertThat(ramp.settled(100, ramp.initial())).isTrue();
    }

    @ParameterizedTest
    @MethodSource("ramps")
    void everyRampWarnsByItsOwnKeyWhereTheRunIsShorter(Ramp ramp) {
        assertThat(ramp.foresee(Trial.facts(50)))
                .containsExactly("the ramp of 100 steps is longer than the run of 50: beta ends at "
                        + (float) ramp.at(49) + ", not at 2.0; set " + ramp.length() + " to at most 50");
        assertThat(ramp.foresee(Trial.facts(100))).isEmpty();
        assertThat(ramp.length()).matches("(the last of piecewiseAnnealing.at|[a-z]+Annealing.steps)");
    }

    @ParameterizedTest
    @EnumSource(names = {"LINEAR", "COSINE", "SIGMOID_FU"})
    void aRampThatMovesNothingIsForeseen(RampShape shape) {
        assertThat(new Ramp.Shaped("aRamp", shape, 2, 2, 100).foresee(Trial.facts(50)))
                .containsExactly("the ramp starts and ends at 2.0: beta never moves; set aRamp.beta to another value,"
                        + " or use a constant beta");
        assertThat(new ExponentialAnnealing.Strategy(2, 2, 100).foresee(Trial.facts(100)))
                .hasSize(1);
        assertThat(new PiecewiseAnnealing.Strategy(List.of(2.0, 2.0), List.of(0, 10)).foresee(Trial.facts(100)))
                .hasSize(1);
        assertThat(new PiecewiseAnnealing.Strategy(List.of(2.0, 3.0, 2.0), List.of(0, 10, 20))
                        .foresee(Trial.facts(100)))
                .isEmpty();
    }

    @Test
    void theLineIsWhereItsProgressIs() {
        assertThat(LINEAR).startsAt(0).is(0.5, 25).is(1.98, 99);
        assertThat(new Ramp.Shaped("linearAnnealing", RampShape.LINEAR, 1, 5, 100))
                .startsAt(5)
                .is(3, 50);
    }

    @Test
    void theCosineIsLevelAtBothEndsAndHalfwayInTheMiddle() {
        assertThat(new Ramp.Shaped("cosineAnnealing", RampShape.COSINE, 2, 0, 100))
                .startsAt(0)
                .is(1 - Math.cos(Math.PI / 4), 25)
                .is(1, 50);
    }

    @ParameterizedTest
    @EnumSource(names = {"SIGMOID", "SIGMOID_FU", "SIGMOID_BOWMAN"})
    void everySigmoidIsHalfwayInTheMiddleUpAndDown(RampShape shape) {
        assertThat(new Ramp.Shaped("sigmoidAnnealing", shape, 2, 0, 100)).is(1, 50);
        assertThat(new Ramp.Shaped("sigmoidAnnealing", shape, 1, 5, 100)).is(3, 50);
    }

    @Test
    void onlyTheStretchedSigmoidReachesBothEnds() {
        assertThat(new Ramp.Shaped("sigmoidAnnealing", RampShape.SIGMOID, 1, 0, 100))
                .startsAt(0);
        assertThat(new Ramp.Shaped("sigmoidAnnealing", RampShape.SIGMOID_FU, 1, 0, 100))
                .startsAt(1 / (1 + Math.exp(6)));
        assertThat(new Ramp.Shaped("sigmoidAnnealing", RampShape.SIGMOID_BOWMAN, 1, 0, 100))
                .startsAt(1 / (1 + Math.exp(5)))
                .is(1 / (1 + Math.exp(5 - 9.9)), 99);
    }

    @Test
    void theExponentialMultipliesByOneFactorAStep() {
        assertThat(new ExponentialAnnealing.Strategy(2, 0.02, 100))
                .startsAt(0.02)
                .is(0.2, 50);
        assertThat(new ExponentialAnnealing.Strategy(1, 100, 100))
                .startsAt(100)
                .is(10, 50)
                .is(1, 100);
    }

    @Test
    void aRampThatFallsToZeroEndsAtAPlainAutoencoderAndSaysSo() {
        Ramp falling = new Ramp.Shaped("linearAnnealing", RampShape.LINEAR, 0, 4, 1_000);
        assertThat(falling).startsAt(4).is(2, 500).is(0.004, 999).is(0, 1_000);
        assertThat(falling.foresee(Trial.facts(1_000)))
                .containsExactly("beta ends at 0, where KL is free: the model ends as a plain autoencoder, whose"
                        + " prior says nothing about its codes; set linearAnnealing.beta above 0 unless you want this");
        assertThat(new PiecewiseAnnealing.Strategy(List.of(4.0, 0.0), List.of(0, 10)).foresee(Trial.facts(10)))
                .singleElement()
                .asString()
                .contains("beta ends at 0", "set the last of piecewiseAnnealing.betas above 0");
    }

    @Test
    void everyAttributeArrivesAndNoLengthIsHalfOfTheRun() {
        assertThat(create(Default.class, LinearAnnealing.class, new LinearAnnealing.Factory()::create))
                .isEqualTo(new Ramp.Shaped("linearAnnealing", RampShape.LINEAR, 1, 0, 500));
        assertThat(create(Default.class, CosineAnnealing.class, new CosineAnnealing.Factory()::create))
                .isEqualTo(new Ramp.Shaped("cosineAnnealing", RampShape.COSINE, 1, 0, 500));
        assertThat(create(Default.class, SigmoidAnnealing.class, new SigmoidAnnealing.Factory()::create))
                .isEqualTo(new Ramp.Shaped("sigmoidAnnealing", RampShape.SIGMOID, 1, 0, 500));
        assertThat(create(Down.class, SigmoidAnnealing.class, new SigmoidAnnealing.Factory()::create))
                .isEqualTo(new Ramp.Shaped("sigmoidAnnealing", RampShape.SIGMOID_FU, 2, 5, 100));
        assertThat(create(Default.class, ExponentialAnnealing.class, new ExponentialAnnealing.Factory()::create))
                .isEqualTo(new ExponentialAnnealing.Strategy(1, 1e-3, 500));
        assertThat(create(Down.class, ExponentialAnnealing.class, new ExponentialAnnealing.Factory()::create))
                .isEqualTo(new ExponentialAnnealing.Strategy(2, 5, 100));
    }

    private static <A extends Annotation> Ramp create(
            Class<?> experiment, Class<A> part, BiFunction<A, Facts, BalancingStrategy<?>> factory) {
        return (Ramp) factory.apply(Objects.requireNonNull(experiment.getAnnotation(part)), Trial.facts(1_000));
    }

    @LinearAnnealing
    @CosineAnnealing
    @SigmoidAnnealing
    @ExponentialAnnealing
    private static final class Default {}

    @LinearAnnealing(beta = 2, steps = 100)
    @CosineAnnealing(beta = 2, steps = 100)
    @SigmoidAnnealing(beta = 2, steps = 100)
    @ExponentialAnnealing(beta = 2, initial = 0.02, steps = 100)
    private static final class Up {}

    @LinearAnnealing(beta = 2, initial = 5, steps = 100)
    @CosineAnnealing(beta = 2, initial = 5, steps = 100)
    @SigmoidAnnealing(beta = 2, initial = 5, form = Form.FU, steps = 100)
    @ExponentialAnnealing(beta = 2, initial = 5, steps = 100)
    private static final class Down {}

    @Test
    void aFallToZeroThatTheRunCutsOffIsToldOnceAndAsItEnds() {
        Ramp fall = new Ramp.Shaped("linearAnnealing", RampShape.LINEAR, 0, 4, 2_000);
        assertThat(fall.foresee(Trial.facts(1_000)))
                .singleElement()
                .asString()
                .contains("longer than the run")
                .doesNotContain("KL is free");
        assertThat(fall.foresee(Trial.facts(3_000))).singleElement().asString().contains("KL is free");
    }

    @LinearAnnealing(beta = 2, fraction = 0.25)
    @CosineAnnealing(beta = 2, fraction = 0.25)
    @SigmoidAnnealing(beta = 2, fraction = 0.25)
    @ExponentialAnnealing(beta = 2, fraction = 0.25)
    @Capacity(nats = 2, fraction = 0.25)
    @DynamicKlTarget(nats = 2, fraction = 0.25)
    @WarmUpLearningRate(fraction = 0.25)
    private static final class AQuarter {}

    @LinearAnnealing(steps = 100, fraction = 0.25)
    @CosineAnnealing(steps = 100, fraction = 0.25)
    @SigmoidAnnealing(steps = 100, fraction = 0.25)
    @ExponentialAnnealing(steps = 100, fraction = 0.25)
    @Capacity(nats = 2, steps = 100, fraction = 0.25)
    @DynamicKlTarget(nats = 2, steps = 100, fraction = 0.25)
    @WarmUpLearningRate(steps = 100, fraction = 0.25)
    private static final class Both {}

    private static List<ThrowingCallable> made(Class<?> experiment) {
        return List.of(
                () -> create(experiment, LinearAnnealing.class, new LinearAnnealing.Factory()::create),
                () -> create(experiment, CosineAnnealing.class, new CosineAnnealing.Factory()::create),
                () -> create(experiment, SigmoidAnnealing.class, new SigmoidAnnealing.Factory()::create),
                () -> create(experiment, ExponentialAnnealing.class, new ExponentialAnnealing.Factory()::create),
                () -> capacity(experiment),
                () -> target(experiment),
                () -> warmUp(experiment));
    }

    private static Capacity.Strategy capacity(Class<?> experiment) {
        return (Capacity.Strategy) new Capacity.Factory()
                .create(Objects.requireNonNull(experiment.getAnnotation(Capacity.class)), Trial.facts(400));
    }

    private static DynamicKlTarget.Strategy target(Class<?> experiment) {
        return (DynamicKlTarget.Strategy) new DynamicKlTarget.Factory()
                .create(Objects.requireNonNull(experiment.getAnnotation(DynamicKlTarget.class)), Trial.facts(400));
    }

    private static WarmUpLearningRate.Rate warmUp(Class<?> experiment) {
        return (WarmUpLearningRate.Rate) new WarmUpLearningRate.Factory()
                .create(Objects.requireNonNull(experiment.getAnnotation(WarmUpLearningRate.class)), Trial.facts(400));
    }

    @Test
    void aLengthMayBeAFractionOfTheRun() {
        assertThat(all(AQuarter.class).limit(4).map(Ramp::steps)).containsOnly(250L);
        assertThat(capacity(AQuarter.class).steps()).isEqualTo(100);
        assertThat(target(AQuarter.class).steps()).isEqualTo(100);
        assertThat(warmUp(AQuarter.class).steps()).isEqualTo(100);
    }

    @Test
    void twoLengthsAreRefused() {
        assertThat(made(Both.class))
                .allSatisfy(length -> assertThatThrownBy(length)
                        .isInstanceOf(InvalidPartException.class)
                        .hasMessageStartingWith(
                                "steps and fraction must not both be given, got steps 100 and fraction 0.25"));
    }
}
