package dev.equipoise.schedules.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Prices;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.schedules.StrategyContract;
import dev.equipoise.schedules.Trial;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KlTargetTest implements StrategyContract {

    private static final KlTarget.Strategy TWO_NATS = new KlTarget.Strategy(2, 1e-4, 1e3, 1);

    @Override
    public BalancingStrategy<?> strategy() {
        return TWO_NATS;
    }

    @ParameterizedTest(name = "target {0} from beta {1} with a lag of {2} steps ends at beta {3}")
    @CsvSource({
        "0.5, 1, 30, 3.43106",
        "2, 0.2, 30, 1.05438",
        "2, 5, 30, 1.05438",
        "2, 1, 100, 1.05438",
        "3, 1, 30, 0.63110",
        "5, 1, 30, 0.27068",
        "5, 1, 100, 0.27068",
    })
    void aNoisyLaggingKlSettlesOnItsTargetWithin2000Steps(double nats, double initial, double lag, double beta) {
        KlTarget.Strategy strategy = new KlTarget.Strategy(nats, 1e-4, 1e3, initial);
        WaterFilling plant = new WaterFilling(lag, 0.05, initial);
        boolean fromBelow = plant.kl() < nats;
        KlTarget.State state = strategy.initial();
        double mean = 0;
        for (int step = 0; step < 3_000; step++) {
            state = strategy.next(step, state, Trial.kl(plant.step(beta(strategy.prices(step, state)))));
            double overshoot = (fromBelow ? 1 : -1) * (plant.kl() / nats - 1);
            assertThat(overshoot).as("overshoot at step %d", step).isLessThan(0.2);
            if (step >= 2_000) {
                assertThat(plant.kl()).as("KL at step %d", step).isCloseTo(nats, within(0.05 * nats));
                mean += plant.kl() / 1_000;
            }
        }
        assertThat(mean).isCloseTo(nats, within(0.02 * nats));
        assertThat(beta(strategy.prices(3_000, state))).isCloseTo(beta, within(0.05 * beta));
        assertThat(strategy.settled(3_000, state)).isTrue();
    }

    @ParameterizedTest(name = "after {0} nats for long, {1} nats move beta off its bound")
    @CsvSource({"20, 1", "0, 3"})
    void itLeavesSaturationWithin100StepsHoweverLongItLasted(double stuck, double then) {
        KlTarget.Strategy strategy = new KlTarget.Strategy(2, 0.1, 10, 1);
        KlTarget.State state = strategy.initial();
        for (int step = 0; step < 50_000; step++) {
            state = strategy.next(step, state, Trial.kl(stuck));
        }
        assertThat(beta(strategy.prices(0, state))).isEqualTo(stuck > 2 ? 10 : 0.1);
        double integral = state.integral();
        for (int step = 0; step < 100; step++) {
            state = strategy.next(step, state, Trial.kl(then));
        }
        double beta = beta(strategy.prices(0, state));
        if (stuck > 2) {
            assertThat(beta).isLessThan(9.5);
            assertThat(integral).isLessThanOrEqualTo(Math.log(10));
        } else {
            assertThat(beta).isGreaterThan(0.105);
            assertThat(integral).isGreaterThanOrEqualTo(Math.log(0.1));
        }
    }

    @Test
    void betaStaysWithinItsBoundsForAnyReadings() {
        KlTarget.Strategy strategy = new KlTarget.Strategy(2, 0.5, 1.5, 1);
        assertThat(StrategyContract.fold(strategy, StrategyContract.wild(20_000)))
                .allSatisfy(prices -> assertThat(beta(prices)).isBetween(0.5, 1.5));
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity"})
    void aReadingThatIsNotFiniteChangesNothing(double kl) {
        KlTarget.State state = TWO_NATS.next(0, TWO_NATS.initial(), Trial.kl(3));
        assertThat(TWO_NATS.next(1, state, Trial.kl(kl))).isEqualTo(state);
    }

    @Test
    void oneWildReadingIsForgottenWithinFiftySteps() {
        KlTarget.State state = TWO_NATS.next(0, TWO_NATS.initial(), Trial.kl(1e300));
        for (int step = 1; step <= 50; step++) {
            state = TWO_NATS.next(step, state, Trial.kl(2));
        }
        assertThat(beta(TWO_NATS.prices(51, state))).isCloseTo(1, within(0.01));
    }

    @Test
    void tooMuchKlRaisesBetaAndTooLittleLowersIt() {
        assertThat(beta(TWO_NATS.prices(1, TWO_NATS.next(0, TWO_NATS.initial(), Trial.kl(3)))))
                .isGreaterThan(1);
        assertThat(beta(TWO_NATS.prices(1, TWO_NATS.next(0, TWO_NATS.initial(), Trial.kl(1)))))
                .isLessThan(1);
    }

    @Test
    void itTellsItsTargetAndWhatItActsOn() {
        KlTarget.State state = TWO_NATS.next(0, TWO_NATS.initial(), Trial.kl(3));
        assertThat(TWO_NATS.klTarget(0, state)).contains(2.0);
        assertThat(TWO_NATS.exported(state)).containsOnlyKeys("integral", "smoothedKl");
        assertThat(TWO_NATS.exported(state).get("smoothedKl")).isCloseTo(0.9 * 2 + 0.1 * 3, within(1e-12));
    }

    @Test
    void aRunTooShortToSettleIsForeseen() {
        assertThat(TWO_NATS.foresee(Trial.facts(500)))
                .singleElement()
                .asString()
                .contains("about 2000 steps", "the run has 500", "klTarget.initialBeta");
        assertThat(TWO_NATS.foresee(Trial.facts(2_000))).isEmpty();
    }

    @Test
    void boundsThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> create(Crossed.class))
                .isInstanceOf(InvalidPartException.class)
                .hasMessage("minBeta must be below maxBeta (1.0), got 2.0");
        assertThatThrownBy(() -> create(Outside.class))
                .isInstanceOf(InvalidPartException.class)
                .hasMessage("initialBeta must lie between minBeta (1.0E-4) and maxBeta (1000.0), got 5000.0");
        assertThat(create(Default.class)).isEqualTo(TWO_NATS);
    }

    private static double beta(Prices prices) {
        return prices.effectiveBeta().orElseThrow();
    }

    private static BalancingStrategy<?> create(Class<?> experiment) {
        KlTarget annotation = Objects.requireNonNull(experiment.getAnnotation(KlTarget.class));
        return new KlTarget.Factory().create(annotation, Trial.facts(1_000));
    }

    @KlTarget(nats = 2)
    private static final class Default {}

    @KlTarget(nats = 2, minBeta = 2, maxBeta = 1)
    private static final class Crossed {}

    @KlTarget(nats = 2, initialBeta = 5_000)
    private static final class Outside {}
}
