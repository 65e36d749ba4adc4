package dev.equipoise.schedules.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.schedules.feedback.ComputedGamma.Average;
import dev.equipoise.testing.StrategyContract;
import dev.equipoise.testing.Trial;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ComputedGammaTest implements StrategyContract {

    private static final int ELEMENTS = 784;
    private static final ComputedGamma.Strategy MOVING = strategy(Average.MOVING);
    private static final ComputedGamma.Strategy MINIMUM = strategy(Average.PUBLISHED_MINIMUM);

    @Override
    public BalancingStrategy<?> strategy() {
        return MOVING;
    }

    @Test
    void theMovingAverageEndsAtTheMeanErrorAndThePublishedMinimumBelowIt() {
        assertThat(after(MOVING, 5_000, 0.3, 0.2)).isCloseTo(0.3, within(0.02 * 0.3));
        assertThat(after(MINIMUM, 5_000, 0.3, 0.2)).isLessThan(0.98 * 0.3);
    }

    @Test
    void thePublishedMinimumCannotRecoverWhenTheErrorRises() {
        assertThat(rise(MOVING)).isCloseTo(0.3, within(1e-3));
        assertThat(rise(MINIMUM)).isCloseTo(0.1, within(1e-3));
    }

    @Test
    void oneBrokenBatchIsForgottenInAThousandSteps() {
        ComputedGamma.State state = new ComputedGamma.State(0.3);
        state = MOVING.next(0, state, Trial.squaredError(1e30));
        for (int step = 1; step < 1_000; step++) {
            state = MOVING.next(step, state, Trial.squaredError(0.3 * ELEMENTS));
        }
        assertThat(state.variance()).isCloseTo(0.3, within(1e-3));
    }

    @Test
    void noReadingsMakeAPriceThatSinglePrecisionDoesNotHold() {
        ComputedGamma.State state = MOVING.initial();
        LearnedVariance.Average average = LearnedVariance.Average.NONE;
        for (int step = 0; step < 1_000; step++) {
            state = MOVING.next(step, state, Trial.squaredError(1e300));
            average = average.with(1e300);
        }
        assertThat((float) MOVING.effectiveBeta(0, state).orElseThrow()).isFinite();
        assertThat((float) average.mean()).isFinite();
    }

    @Test
    void theFactorMultipliesKlAndBeta() {
        ComputedGamma.Strategy four = new ComputedGamma.Strategy(Average.MOVING, 4, 1e-6, ELEMENTS);
        ComputedGamma.State state = new ComputedGamma.State(0.25);
        assertThat(four.prices(0, state).divergence().weight()).isEqualTo(4);
        assertThat(four.prices(0, state).reconstruction().target().orElseThrow())
                .isEqualTo(0.25);
        assertThat(four.effectiveBeta(0, state).orElseThrow()).isEqualTo(2);
        assertThat(four.decoderVariance(0, state).orElseThrow()).isEqualTo(0.25);
    }

    @Test
    void theFactoryTakesEveryAttribute() {
        assertThat(create(Default.class)).isEqualTo(new ComputedGamma.Strategy(Average.MOVING, 1, 6e-6, ELEMENTS));
        assertThat(create(Moved.class))
                .isEqualTo(new ComputedGamma.Strategy(Average.PUBLISHED_MINIMUM, 4, 0.01, ELEMENTS));
    }

    private static ComputedGamma.Strategy strategy(Average average) {
        return new ComputedGamma.Strategy(average, 1, 1e-6, ELEMENTS);
    }

    private static double after(ComputedGamma.Strategy strategy, int steps, double mean, double noise) {
        Random random = new Random(7);
        ComputedGamma.State state = strategy.initial();
        for (int step = 0; step < steps; step++) {
            double mse = mean * (1 + noise * random.nextGaussian());
            state = strategy.next(step, state, Trial.squaredError(mse * ELEMENTS));
        }
        return state.variance();
    }

    private static double rise(ComputedGamma.Strategy strategy) {
        ComputedGamma.State state = strategy.initial();
        for (int step = 0; step < 4_000; step++) {
            state = strategy.next(step, state, Trial.squaredError((step < 2_000 ? 0.1 : 0.3) * ELEMENTS));
        }
        return state.variance();
    }

    private static BalancingStrategy<?> create(Class<?> experiment) {
        ComputedGamma annotation = Objects.requireNonNull(experiment.getAnnotation(ComputedGamma.class));
        return new ComputedGamma.Factory().create(annotation, Trial.facts(1_000));
    }

    @ComputedGamma
    private static final class Default {}

    @ComputedGamma(average = Average.PUBLISHED_MINIMUM, factor = 4, minVariance = 0.01)
    private static final class Moved {}
}
