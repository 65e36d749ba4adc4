package dev.equipoise.stopping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.balance.Prices;
import dev.equipoise.objective.Price;
import dev.equipoise.testing.RuleTrial;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StopOnDivergenceTest {

    private static final double[] EIGENVALUES = {4, 2, 1, 0.5, 0.25};
    private static final double RATE = 1e-3;

    private final Random random = new Random(7);

    private static RuleTrial<StopOnDivergence.State> course() {
        return RuleTrial.of(new StopOnDivergence.Rule(10, 3, 8, 20, 5));
    }

    private RuleTrial<StopOnDivergence.State> calm(int steps) {
        RuleTrial<StopOnDivergence.State> course = course();
        for (int step = 0; step < steps; step++) {
            course.step(1, RATE, around(100), around(10), around(5));
        }
        return course;
    }

    /** Within a few percent, as means over batches are. */
    private double around(double value) {
        return value * (1 + 0.03 * random.nextGaussian());
    }

    @Test
    void aGradientThatIsTooLargeForThreeStepsEndsTheRunAndTwoDoNot() {
        RuleTrial<StopOnDivergence.State> course =
                calm(200).step(1, RATE, 100, 10, 51).step(1, RATE, 100, 10, 60);
        assertThat(course.stops()).isEmpty();
        assertThat(course.step(1, RATE, 100, 10, 5).step(1, RATE, 100, 10, 60).stops())
                .isEmpty();
        assertThat(course.step(1, RATE, 100, 10, 70).step(1, RATE, 100, 10, 80).stops())
                .get()
                .asString()
                .startsWith(
                        "training diverged: the gradient's norm was above 10.0 times its median for 3 steps in a row"
                                + " (the last was 80.0, the median ")
                .endsWith("try a lower learning rate or a warm-up, or clip the gradient");
    }

    @Test
    void aLossThatIsTooHighForTwentyStepsEndsTheRunAndNineteenDoNot() {
        RuleTrial<StopOnDivergence.State> course = calm(200);
        for (int step = 0; step < 19; step++) {
            assertThat(course.step(1, RATE, around(180), 10, 5).stops()).isEmpty();
        }
        assertThat(course.step(1, RATE, 200, 10, 5).stops())
                .get()
                .asString()
                .startsWith("training diverged: the loss at the current prices was above its median by more than 8.0")
                .contains("for 20 steps in a row (reconstruction went from 10")
                .contains("to 200.0);");
        course = calm(200);
        for (int step = 0; step < 19; step++) {
            course.step(1, RATE, around(180), 10, 5);
        }
        course.step(1, RATE, 100, 10, 5);
        assertThat(course.step(1, RATE, 180, 10, 5).stops()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 49})
    void theStartOfTrainingMayBeWild(int steps) {
        RuleTrial<StopOnDivergence.State> course = course();
        for (int step = 0; step <= steps; step++) {
            course.step(1, RATE, 100 * (1 + step), 10 * (1 + step % 7), Math.pow(1.5, step));
            assertThat(course.stops()).isEmpty();
        }
        for (int step = 0; step < 3_000; step++) {
            double still = Math.exp(-step / 200.0);
            course.step(1, RATE, around(100 + 4_000 * still), around(10 + 80 * still), around(5 + 500 * still));
            assertThat(course.stops()).isEmpty();
        }
    }

    @Test
    void aMovingPriceIsNone() {
        follows(step -> 1e-3 + Math.min(step / 500.0, 1) * 4, 4);
        follows(step -> Math.max(16 - step / 50.0, 1), 4);
        follows(step -> step < 1_000 ? 0 : 4, 4);
        follows(step -> step < 1_000 ? 4 : 0.01, 4);
        follows(step -> Math.min(step % 300 / 150.0, 1), 4);
        follows(step -> Math.exp(Math.sin(step / 100.0)), 4);
        follows(step -> step < 1_000 ? 1 : 1.9, 0.2);
        follows(step -> step < 1_000 ? 1 : 1.09, 0.2);
        follows(step -> step < 1_000 ? 1.09 : 1, 0.2);
    }

    /**
     * Follows a beta with what a linear VAE on Gaussian data would measure, lagging behind. Its gradient is noise, and what
     * the price of where it is differs from the present one: up to thirty times the noise.
     */
    private void follows(IntToDoubleFunction beta, double noise) {
        RuleTrial<StopOnDivergence.State> course = course();
        double lagging = beta.applyAsDouble(0);
        for (int step = 0; step < 3_000; step++) {
            double now = beta.applyAsDouble(step);
            double[] at = optimum(lagging);
            double off = Math.abs(now - lagging) / Math.max(Math.max(now, lagging), 1e-9);
            double scatter = 1 + noise * 0.01 * random.nextGaussian();
            course.step(
                    now, RATE, at[0] * scatter, at[1] * scatter, Math.abs(1 + 0.2 * random.nextGaussian()) + 30 * off);
            assertThat(course.stops()).as("step %d", step).isEmpty();
            lagging += 0.1 * (now - lagging);
        }
    }

    private static double[] optimum(double beta) {
        double water = Math.max(beta / 2, 1e-3);
        double squaredError = 0;
        double kl = 0;
        for (double eigenvalue : EIGENVALUES) {
            squaredError += Math.min(eigenvalue, water);
            kl += Math.max(0, Math.log(eigenvalue / water) / 2);
        }
        return new double[] {squaredError, kl};
    }

    /** 8 median deviations of a scatter of 0.2 % are 1.1 %. */
    @Test
    void theControlThatALossAtTheStepsOwnPricesWouldHaveRisenTooHigh() {
        double before = optimum(1)[0] + 1 * optimum(1)[1];
        double after = optimum(1.09)[0] + 1.09 * optimum(1.09)[1];
        assertThat(after / before).isGreaterThan(1.03);
    }

    @Test
    void aRestartOfTheLearningRateIsNone() {
        RuleTrial<StopOnDivergence.State> course = course();
        for (int step = 0; step < 3_000; step++) {
            double rate = 1e-2 * (0.501 + 0.5 * Math.cos(Math.PI * (step % 500) / 500.0));
            course.step(1, rate, around(100 + 20_000 * rate), 10, around(5 + 10_000 * rate));
            assertThat(course.stops()).as("step %d", step).isEmpty();
        }
    }

    @Test
    void withoutAnEffectiveBetaTheLossIsThatOfTheBestDecoderVariance() {
        Prices target = new Prices(Price.of(1), new Price(10, OptionalDouble.of(4)), Map.of());
        RuleTrial<StopOnDivergence.State> course = course();
        for (int step = 0; step < 200; step++) {
            course.step(target, OptionalDouble.empty(), RATE, around(2), around(4), 5);
        }
        for (int step = 0; step < 19; step++) {
            course.step(target, OptionalDouble.empty(), RATE, 2, 14, 5);
        }
        assertThat(course.stops()).isEmpty();
        assertThat(course.step(target, OptionalDouble.empty(), RATE, 2, 14, 5).stops())
                .isPresent();
    }

    @Test
    void theStateIsBounded() {
        StopOnDivergence.State state = calm(1_000).state();
        assertThat(state.norms()).hasSize(100);
        assertThat(state.reconstructions()).hasSize(100);
        assertThat(state.divergences()).hasSize(100);
    }
}
