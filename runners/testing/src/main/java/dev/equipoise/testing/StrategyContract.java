package dev.equipoise.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.objective.Price;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The rules for every balancing strategy, whatever training measures. A test class implements this interface and
 * provides the strategy.
 */
public interface StrategyContract {

    /** A new strategy with its own configuration for a run of 1,000 steps. */
    BalancingStrategy<?> strategy();

    @Test
    default void pricesStayFiniteAndNonNegativeForAnyReadings() {
        for (Prices prices : fold(strategy(), Trial.wild(1_000))) {
            assertThat(all(prices)).allSatisfy(price -> {
                assertThat(price.weight()).isFinite().isNotNegative();
                assertThat(price.target().orElse(0)).isFinite();
            });
        }
    }

    @Test
    default void reconstructionNeverLosesItsPrice() {
        assertThat(fold(strategy(), Trial.wild(1_000)))
                .allSatisfy(
                        prices -> assertThat(prices.reconstruction().weight()).isPositive());
    }

    @Test
    default void equalInputsGiveEqualPricesAndSuccessors() {
        assertThat(fold(strategy(), Trial.wild(1_000))).isEqualTo(fold(strategy(), Trial.wild(1_000)));
    }

    @Test
    default void exportedNumbersStayFiniteAndKeepTheirNames() {
        exportedIsStable(strategy());
    }

    @Test
    default void warningsBeforeTheRunNameNumbers() {
        assertThat(strategy().foresee(Trial.facts(3)))
                .allSatisfy(warning -> assertThat(warning).containsPattern("\\d"));
    }

    @Test
    default void itsStateSurvivesJson() {
        survivesJson(strategy());
    }

    private static <S extends Record> void survivesJson(BalancingStrategy<S> strategy) {
        S state = strategy.initial();
        long step = 0;
        for (Readings readings : Trial.wild(100)) {
            state = strategy.next(step++, state, readings);
            SavedState.survives(state);
        }
    }

    private static <S extends Record> void exportedIsStable(BalancingStrategy<S> strategy) {
        S state = strategy.initial();
        Map<String, Double> first = strategy.exported(state);
        long step = 0;
        for (Readings readings : Trial.wild(1_000)) {
            assertThat(strategy.next(step, state, readings)).isEqualTo(strategy.next(step, state, readings));
            state = strategy.next(step++, state, readings);
            assertThat(strategy.exported(state)).containsOnlyKeys(first.keySet());
            assertThat(strategy.exported(state).values())
                    .allSatisfy(value -> assertThat(value).isFinite());
        }
    }

    /** The prices of a whole run. */
    static <S extends Record> List<Prices> fold(BalancingStrategy<S> strategy, List<Readings> run) {
        List<Prices> prices = new ArrayList<>();
        S state = strategy.initial();
        for (int step = 0; step < run.size(); step++) {
            prices.add(strategy.prices(step, state));
            state = strategy.next(step, state, run.get(step));
        }
        return prices;
    }

    private static List<Price> all(Prices prices) {
        List<Price> all = new ArrayList<>(prices.others().values());
        all.add(prices.reconstruction());
        all.add(prices.divergence());
        return all;
    }
}
