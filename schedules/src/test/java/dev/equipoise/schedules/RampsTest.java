package dev.equipoise.schedules;

import static dev.equipoise.schedules.ScheduleAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.part.Facts;
import dev.equipoise.schedules.SigmoidAnnealing.Form;
import java.lang.annotation.Annotation;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What all ramps share, and the curve of each; the linear one has its own test. */
class RampsTest {

    static Stream<Ramp> ramps() {
        return Stream.of(
                new LinearAnnealing.Strategy(2, 0, 100),
                new CosineAnnealing.Strategy(2, 0, 100),
                new SigmoidAnnealing.Strategy(2, Form.STRETCHED, 100),
                new SigmoidAnnealing.Strategy(2, Form.FU, 100),
                new SigmoidAnnealing.Strategy(2, Form.BOWMAN, 100),
                new ExponentialAnnealing.Strategy(2, 0.02, 100));
    }

    @ParameterizedTest
    @MethodSource("ramps")
    void everyRampRisesToBetaSettlesThereAndStays(Ramp ramp) {
        assertThat(ramp)
                .risesBetween(0, 200)
                .reaches(2)
                .at(100)
                .staysAt(2, 100, 10_000)
                .liesWithin(0, 2, 0, 200);
        assertThat(ramp.settled(99, ramp.initial())).isFalse();
        assertThat(ramp.settled(100, ramp.initial())).isTrue();
    }

    @ParameterizedTest
    @MethodSource("ramps")
    void everyRampWarnsByItsOwnKeyWhereTheRunIsShorter(Ramp ramp) {
        String part = ramp.getClass().getEnclosingClass().getSimpleName();
        String key = Character.toLowerCase(part.charAt(0)) + part.substring(1) + ".steps";
        assertThat(ramp.foresee(Trial.facts(50)))
                .containsExactly("the ramp of 100 steps is longer than the run of 50: beta ends at "
                        + (float) ramp.at(49) + ", not at 2.0; set " + key + " to at most 50");
        assertThat(ramp.foresee(Trial.facts(100))).isEmpty();
    }

    @Test
    void theCosineIsLevelAtBothEndsAndHalfwayInTheMiddle() {
        assertThat(new CosineAnnealing.Strategy(2, 0, 100))
                .startsAt(0)
                .is(1 - Math.cos(Math.PI / 4), 25)
                .is(1, 50);
        assertThat(new CosineAnnealing.Strategy(1, 5, 100))
                .startsAt(5)
                .is(3, 50)
                .is(1, 100);
    }

    @ParameterizedTest
    @EnumSource
    void everySigmoidIsHalfwayInTheMiddle(Form form) {
        assertThat(new SigmoidAnnealing.Strategy(2, form, 100)).is(1, 50);
    }

    @Test
    void onlyTheStretchedSigmoidReachesBothEnds() {
        assertThat(new SigmoidAnnealing.Strategy(1, Form.STRETCHED, 100)).startsAt(0);
        assertThat(new SigmoidAnnealing.Strategy(1, Form.FU, 100)).startsAt(1 / (1 + Math.exp(6)));
        assertThat(new SigmoidAnnealing.Strategy(1, Form.BOWMAN, 100))
                .startsAt(1 / (1 + Math.exp(5)))
                .is(1 / (1 + Math.exp(5 - 9.9)), 99);
    }

    @Test
    void theExponentialMultipliesByOneFactorAStepAndCanFall() {
        assertThat(new ExponentialAnnealing.Strategy(2, 0.02, 100))
                .startsAt(0.02)
                .is(0.2, 50);
        assertThat(new ExponentialAnnealing.Strategy(1, 100, 100))
                .startsAt(100)
                .is(10, 50)
                .is(1, 100);
    }

    @Test
    void everyAttributeArrivesAndNoLengthIsHalfOfTheRun() {
        assertThat(create(Default.class, CosineAnnealing.class, new CosineAnnealing.Factory()::create))
                .isEqualTo(new CosineAnnealing.Strategy(1, 0, 500));
        assertThat(create(Moved.class, CosineAnnealing.class, new CosineAnnealing.Factory()::create))
                .isEqualTo(new CosineAnnealing.Strategy(3, 2, 20));
        assertThat(create(Default.class, SigmoidAnnealing.class, new SigmoidAnnealing.Factory()::create))
                .isEqualTo(new SigmoidAnnealing.Strategy(1, Form.STRETCHED, 500));
        assertThat(create(Moved.class, SigmoidAnnealing.class, new SigmoidAnnealing.Factory()::create))
                .isEqualTo(new SigmoidAnnealing.Strategy(3, Form.FU, 20));
        assertThat(create(Default.class, ExponentialAnnealing.class, new ExponentialAnnealing.Factory()::create))
                .isEqualTo(new ExponentialAnnealing.Strategy(1, 1e-3, 500));
        assertThat(create(Moved.class, ExponentialAnnealing.class, new ExponentialAnnealing.Factory()::create))
                .isEqualTo(new ExponentialAnnealing.Strategy(3, 2, 20));
    }

    private static <A extends Annotation> BalancingStrategy<?> create(
            Class<?> experiment, Class<A> part, BiFunction<A, Facts, BalancingStrategy<?>> factory) {
        return factory.apply(Objects.requireNonNull(experiment.getAnnotation(part)), Trial.facts(1_000));
    }

    @CosineAnnealing
    @SigmoidAnnealing
    @ExponentialAnnealing
    private static final class Default {}

    @CosineAnnealing(beta = 3, initial = 2, steps = 20)
    @SigmoidAnnealing(beta = 3, form = Form.FU, steps = 20)
    @ExponentialAnnealing(beta = 3, initial = 2, steps = 20)
    private static final class Moved {}

    @Nested
    class Cosine implements StrategyContract {
        @Override
        public BalancingStrategy<?> strategy() {
            return new CosineAnnealing.Strategy(2, 0, 100);
        }
    }

    @Nested
    class Sigmoid implements StrategyContract {
        @Override
        public BalancingStrategy<?> strategy() {
            return new SigmoidAnnealing.Strategy(2, Form.FU, 100);
        }
    }

    @Nested
    class Exponential implements StrategyContract {
        @Override
        public BalancingStrategy<?> strategy() {
            return new ExponentialAnnealing.Strategy(2, 0.02, 100);
        }
    }
}
