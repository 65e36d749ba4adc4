package dev.equipoise.schedules.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.testing.StrategyContract;
import dev.equipoise.testing.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every strategy keeps that steers KL to a target by moving beta. */
interface KlControllerContract {

    /** A strategy that steers to this KL with its other attributes as they are by default. */
    BalancingStrategy<?> holding(double nats, BetaRange range);

    @ParameterizedTest(name = "target {0} from beta {1} with a lag of {2} steps ends at beta {3}")
    @CsvSource({
        "0.5, 1, 30, 3.43106",
        "2, 0.2, 30, 1.05438",
        "2, 5, 30, 1.05438",
        "2, 1, 100, 1.05438",
        "3, 1, 30, 0.63110",
        "5, 1, 30, 0.27068",
        "5, 1, 100, 0.27068",
        "2, 1000, 30, 1.05438",
        "2, 0.001, 30, 1.05438",
    })
    default void aNoisyLaggingKlSettlesOnItsTargetWithin2000Steps(
            double nats, double initial, double lag, double beta) {
        trial(holding(nats, new BetaRange(1e-4, 1e3, initial)))
                .settles(WaterFilling.ofKl(lag, 0.05, initial), nats, beta);
    }

    @Test
    default void itHoldsTheMeanOfReadingsThatScatterAsThoseOfSingleExamplesDo() {
        trial(holding(2, new BetaRange(1e-4, 1e3, 1))).holdsTheMean(WaterFilling::ofKlOfSingleExamples, 2);
    }

    @ParameterizedTest(name = "after {0} nats for long beta is {1}, and {2} nats move it off")
    @CsvSource({"20, 10, 1", "0, 0.1, 3"})
    default void itLeavesSaturationWithin100StepsHoweverLongItLasted(double stuck, double bound, double then) {
        trial(holding(2, new BetaRange(0.1, 10, 1))).leavesSaturation(stuck, bound, then);
    }

    @Test
    default void itSaysItsBounds() {
        assertThat(holding(2, new BetaRange(0.5, 1.5, 1)).betaBounds())
                .hasValue(new BalancingStrategy.BetaBounds(0.5, 1.5));
    }

    @Test
    default void betaStaysWithinItsBoundsForAnyReadings() {
        assertThat(StrategyContract.fold(holding(2, new BetaRange(0.5, 1.5, 1)), Trial.wild(20_000)))
                .allSatisfy(prices ->
                        assertThat(prices.effectiveBeta().orElseThrow()).isBetween(0.5, 1.5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    default void aReadingThatIsNotFiniteChangesNothing(double kl) {
        trial(holding(2, new BetaRange(1e-4, 1e3, 1))).ignores(kl);
    }

    private static ControlTrial<?> trial(BalancingStrategy<?> strategy) {
        return new ControlTrial<>(strategy, Trial::kl);
    }
}
