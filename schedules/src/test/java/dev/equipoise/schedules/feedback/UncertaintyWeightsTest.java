package dev.equipoise.schedules.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Measures;
import dev.equipoise.balance.Readings;
import dev.equipoise.testing.StrategyContract;
import dev.equipoise.testing.Trial;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UncertaintyWeightsTest implements StrategyContract {

    private static final UncertaintyWeights.Strategy STRATEGY = new UncertaintyWeights.Strategy(0.01, 784);

    @Override
    public BalancingStrategy<?> strategy() {
        return STRATEGY;
    }

    @Test
    void bothWeightsSettleWhereTheirTermsAreInUnitsOfThemselves() {
        UncertaintyWeights.State state = settled(78.4, 5);
        assertThat(STRATEGY.decoderVariance(0, state).orElseThrow()).isCloseTo(0.1, within(1e-6));
        assertThat(STRATEGY.prices(0, state).divergence().weight()).isCloseTo(1 / 5.0, within(1e-6));
        assertThat(STRATEGY.effectiveBeta(0, state).orElseThrow()).isCloseTo(2 * 0.1 / 5, within(1e-6));
    }

    @Test
    void theWeightOfAKlThatVanishesGrowsToItsBoundAndNotBeyond() {
        assertThat(STRATEGY.prices(0, settled(78.4, 0)).divergence().weight()).isCloseTo(1e9, within(1.0));
    }

    @Test
    void theMissingMinimumIsForeseen() {
        assertThat(STRATEGY.foresee(Trial.facts(1_000)))
                .singleElement()
                .asString()
                .contains("no minimum", "only the decoder's variance");
    }

    @Test
    void theFactoryTakesTheRate() {
        UncertaintyWeights annotation = Objects.requireNonNull(Moved.class.getAnnotation(UncertaintyWeights.class));
        assertThat(new UncertaintyWeights.Factory().create(annotation, Trial.facts(1_000)))
                .isEqualTo(new UncertaintyWeights.Strategy(0.02, 784));
    }

    private static UncertaintyWeights.State settled(double squaredError, double kl) {
        UncertaintyWeights.State state = STRATEGY.initial();
        for (int step = 0; step < 5_000; step++) {
            state = STRATEGY.next(
                    step,
                    state,
                    new Readings(
                            new Measures(
                                    1, squaredError, squaredError, kl, kl, List.of(kl), Map.of(), Optional.empty()),
                            1,
                            10,
                            false,
                            Map.of()));
        }
        return state;
    }

    @UncertaintyWeights(rate = 0.02)
    private static final class Moved {}
}
