package dev.equipoise.schedules.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Prices;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Penalty;
import dev.equipoise.testing.StrategyContract;
import dev.equipoise.testing.Trial;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SigmaVaeTest {

    private static final int ELEMENTS = 784;

    @Nested
    class Shared implements StrategyContract {

        private static final SigmaVae.Shared SHARED = new SigmaVae.Shared(1e-6, ELEMENTS);

        @Override
        public BalancingStrategy<?> strategy() {
            return SHARED;
        }

        @Test
        void itsVarianceSettlesOnTheMeanOfANoisyErrorFromFarOff() {
            Random random = new Random(7);
            SigmaVae.State state = SHARED.initial();
            double mean = 0;
            for (int step = 0; step < 3_000; step++) {
                double error = 39.2 * (1 + 0.05 * random.nextGaussian());
                state = SHARED.next(step, state, Trial.squaredError(error));
                if (step >= 2_000) {
                    mean += SHARED.decoderVariance(step, state).orElseThrow() / 1_000;
                }
            }
            assertThat(mean).isCloseTo(39.2 / ELEMENTS, within(0.01 * 39.2 / ELEMENTS));
        }

        @Test
        void thePriceHoldsTheVarianceAndBetaIsTwiceIt() {
            SigmaVae.State state = new SigmaVae.State(Math.log(0.25));
            Prices prices = SHARED.prices(3, state);
            assertThat(prices.reconstruction().target().orElseThrow()).isCloseTo(0.25, within(1e-15));
            assertThat(prices.divergence().weight()).isEqualTo(1);
            assertThat(SHARED.effectiveBeta(3, state).orElseThrow()).isCloseTo(0.5, within(1e-15));
            assertThat(SHARED.reconstructionPenalty()).contains(Penalty.logVariance(Grain.BATCH, 1e-6));
        }

        @Test
        void theVarianceNeverFallsBelowTheLeastOne() {
            SigmaVae.State state = new SigmaVae.State(Math.log(1e-6));
            assertThat(SHARED.next(0, state, Trial.squaredError(0))).isEqualTo(state);
        }
    }

    @Nested
    class Optimal implements StrategyContract {

        private static final SigmaVae.OwnOptimum OPTIMAL = new SigmaVae.OwnOptimum(Grain.BATCH, 1e-6, ELEMENTS);

        @Override
        public BalancingStrategy<?> strategy() {
            return OPTIMAL;
        }

        @Test
        void theReportedVarianceIsTheAverageOfTheErrorsFromTheFirstOneOn() {
            LearnedVariance.Average first = OPTIMAL.next(0, OPTIMAL.initial(), Trial.squaredError(78.4));
            assertThat(OPTIMAL.decoderVariance(0, OPTIMAL.initial())).isEmpty();
            assertThat(OPTIMAL.decoderVariance(1, first).orElseThrow()).isCloseTo(0.1, within(1e-12));
            LearnedVariance.Average second = OPTIMAL.next(1, first, Trial.squaredError(156.8));
            assertThat(OPTIMAL.effectiveBeta(2, second).orElseThrow())
                    .isCloseTo(2 * (0.99 * 0.1 + 0.2) / 1.99, within(1e-12));
        }
    }

    @Nested
    class PerImage implements StrategyContract {

        private static final SigmaVae.OwnOptimum PER_IMAGE = new SigmaVae.OwnOptimum(Grain.EXAMPLE, 1e-6, ELEMENTS);

        @Override
        public BalancingStrategy<?> strategy() {
            return PER_IMAGE;
        }

        @Test
        void thereIsNoSingleBeta() {
            LearnedVariance.Average state = PER_IMAGE.next(0, PER_IMAGE.initial(), Trial.squaredError(78.4));
            assertThat(PER_IMAGE.effectiveBeta(1, state)).isEmpty();
            assertThat(PER_IMAGE.decoderVariance(1, state)).isEmpty();
        }
    }

    @Test
    void theFactoryMakesWhatTheKindSays() {
        assertThat(create(Default.class)).isEqualTo(new SigmaVae.OwnOptimum(Grain.BATCH, 6e-6, ELEMENTS));
        assertThat(create(OneShared.class)).isEqualTo(new SigmaVae.Shared(0.01, ELEMENTS));
        assertThat(create(EachImage.class)).isEqualTo(new SigmaVae.OwnOptimum(Grain.EXAMPLE, 6e-6, ELEMENTS));
    }

    private static BalancingStrategy<?> create(Class<?> experiment) {
        SigmaVae annotation = Objects.requireNonNull(experiment.getAnnotation(SigmaVae.class));
        return new SigmaVae.Factory().create(annotation, Trial.facts(1_000));
    }

    @SigmaVae
    private static final class Default {}

    @SigmaVae(kind = SigmaVae.Kind.SHARED, minVariance = 0.01)
    private static final class OneShared {}

    @SigmaVae(kind = SigmaVae.Kind.PER_IMAGE)
    private static final class EachImage {}
}
