package dev.equipoise.schedules.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.testing.Trial;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoftFreeBitsTest {

    private static final SoftFreeBits.Strategy TWO_NATS = new SoftFreeBits.Strategy(2, 1);

    @ParameterizedTest(name = "{0} nats under beta {1} with a lag of {2} steps end at beta {3}")
    @CsvSource({
        "0.5, 20, 30, 3.38843",
        "2, 5, 30, 1.01982",
        "2, 5, 100, 1.01982",
        "3, 1, 30, 0.60788",
        "5, 1, 30, 0.25747",
        "5, 1, 100, 0.25747",
        "2, 1000, 30, 1.01982",
    })
    void aNoisyLaggingKlEndsInTheMiddleOfTheBandWithin2000Steps(double nats, double beta, double lag, double ends) {
        trial(new SoftFreeBits.Strategy(nats, beta)).settles(WaterFilling.ofKl(lag, 0.05, beta), 1.025 * nats, ends);
    }

    @ParameterizedTest(name = "{0} nats under beta {1} stay within 5 % above")
    @CsvSource({"0.5, 20", "2, 5", "5, 1"})
    void onceSettledKlStaysInTheBand(double nats, double beta) {
        SoftFreeBits.Strategy strategy = new SoftFreeBits.Strategy(nats, beta);
        WaterFilling plant = WaterFilling.ofKl(30, 0.05, beta);
        SoftFreeBits.State state = strategy.initial();
        for (int step = 0; step < 10_000; step++) {
            state = strategy.next(step, state, Trial.kl(plant.step(beta(strategy, state))));
            if (step >= 2_000) {
                assertThat(plant.level()).isBetween(nats, 1.05 * nats);
            }
        }
    }

    @Test
    void aKlThatIsAboveTheBandByItselfHasTheWholeBeta() {
        WaterFilling plant = WaterFilling.ofKl(30, 0.05, 1);
        SoftFreeBits.Strategy strategy = new SoftFreeBits.Strategy(1, 1);
        SoftFreeBits.State state = strategy.initial();
        for (int step = 0; step < 2_000; step++) {
            state = strategy.next(step, state, Trial.kl(plant.step(beta(strategy, state))));
        }
        assertThat(beta(strategy, state)).isEqualTo(1);
        assertThat(strategy.exported(state)).containsEntry("factor", 1.0);
        assertThat(strategy.settled(2_000, state)).isTrue();
    }

    @Test
    void withinTheBandTheFactorStandsStill() {
        SoftFreeBits.State low = new SoftFreeBits.State(-1, 0.03);
        assertThat(TWO_NATS.next(0, low, Trial.kl(2.06)).logFactor()).isEqualTo(-1);
        assertThat(TWO_NATS.next(0, low, Trial.kl(1)).logFactor())
                .isCloseTo(-1 + 0.005 * (0.9 * 0.03 - 0.05 - 0.025), within(1e-15));
        assertThat(TWO_NATS.next(0, low, Trial.kl(4)).logFactor())
                .isCloseTo(-1 + 0.005 * (0.9 * 0.03 + 0.1 - 0.025), within(1e-15));
    }

    @Test
    void itLeavesItsFloorWithin100StepsHoweverLongItLasted() {
        trial(TWO_NATS).leavesSaturation(0, 1e-6, 3);
        trial(TWO_NATS).leavesSaturation(20, 1, 1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aReadingThatIsNotFiniteChangesNothing(double kl) {
        trial(TWO_NATS).ignores(kl);
    }

    @Test
    void itTellsItsFloorAndTheKlThatItSees() {
        SoftFreeBits.State state = TWO_NATS.next(0, TWO_NATS.initial(), Trial.kl(3));
        assertThat(TWO_NATS.klTarget(0, state)).contains(2.0);
        assertThat(TWO_NATS.exported(state)).containsOnlyKeys("factor", "smoothedKl");
        assertThat(TWO_NATS.exported(state).get("smoothedKl")).isCloseTo(0.9 * 2 + 0.1 * 3, within(1e-12));
    }

    @Test
    void aRunTooShortToSettleIsForeseen() {
        assertThat(TWO_NATS.foresee(Trial.facts(500)))
                .singleElement()
                .asString()
                .contains("about 2000 steps", "the run leaves it 500", "softFreeBits.beta");
        assertThat(TWO_NATS.foresee(Trial.facts(2_000))).isEmpty();
    }

    @Test
    void theFactoryTakesEveryAttribute() {
        assertThat(create(Default.class)).isEqualTo(TWO_NATS);
        assertThat(create(Moved.class)).isEqualTo(new SoftFreeBits.Strategy(3, 4));
    }

    private static double beta(SoftFreeBits.Strategy strategy, SoftFreeBits.State state) {
        return strategy.prices(0, state).effectiveBeta().orElseThrow();
    }

    private static ControlTrial<?> trial(BalancingStrategy<?> strategy) {
        return new ControlTrial<>(strategy, Trial::kl);
    }

    private static BalancingStrategy<?> create(Class<?> experiment) {
        SoftFreeBits annotation = Objects.requireNonNull(experiment.getAnnotation(SoftFreeBits.class));
        return new SoftFreeBits.Factory().create(annotation, Trial.facts(1_000));
    }

    @SoftFreeBits(nats = 2)
    private static final class Default {}

    @SoftFreeBits(nats = 3, beta = 4)
    private static final class Moved {}
}
