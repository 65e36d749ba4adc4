package dev.equipoise.schedules.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.testing.StrategyContract;
import dev.equipoise.testing.Trial;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GecoTest {

    private static final Geco.Strategy TWO = new Geco.Strategy(2, new BetaRange(1e-4, 1e4, 1));

    @ParameterizedTest(name = "tolerance {0} from beta {1} with a lag of {2} steps ends at beta {3}")
    @CsvSource({
        "0.5, 1, 30, 0.2",
        "2, 0.2, 30, 0.875",
        "2, 5, 30, 0.875",
        "2, 1, 100, 0.875",
        "5.5, 1, 30, 3.75",
        "5.5, 1, 100, 3.75",
        "2, 1000, 30, 0.875",
        "2, 0.001, 30, 0.875",
    })
    void aNoisyLaggingErrorSettlesOnItsToleranceWithin2000Steps(
            double tolerance, double initial, double lag, double beta) {
        trial(new Geco.Strategy(tolerance, new BetaRange(1e-4, 1e4, initial)))
                .settles(WaterFilling.ofSquaredError(lag, 0.05, initial), tolerance, beta);
    }

    @Test
    void itHoldsTheMeanOfReadingsThatScatterAsThoseOfSingleExamplesDo() {
        trial(TWO).holdsTheMean(WaterFilling::ofSquaredErrorOfSingleExamples, 2);
    }

    @ParameterizedTest(name = "after an error of {0} for long beta is {1}, and {2} moves it off")
    @CsvSource({"1e6, 0.1, 1", "0, 10, 3"})
    void itLeavesSaturationWithin100StepsHoweverLongItLasted(double stuck, double bound, double then) {
        trial(new Geco.Strategy(2, new BetaRange(0.1, 10, 1))).leavesSaturation(stuck, bound, then);
    }

    @Test
    void itSaysItsBounds() {
        assertThat(TWO.betaBounds()).hasValue(new BalancingStrategy.BetaBounds(1e-4, 1e4));
    }

    @Test
    void betaStaysWithinItsBoundsForAnyReadings() {
        assertThat(StrategyContract.fold(new Geco.Strategy(2, new BetaRange(0.5, 1.5, 1)), Trial.wild(20_000)))
                .allSatisfy(prices ->
                        assertThat(prices.effectiveBeta().orElseThrow()).isBetween(0.5, 1.5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aReadingThatIsNotFiniteChangesNothing(double error) {
        trial(TWO).ignores(error);
    }

    @Test
    void tooMuchErrorRaisesTheMultiplierByAHundredthAStepAtMost() {
        SteeredBeta state = TWO.next(0, TWO.initial(), Trial.squaredError(3));
        assertThat(state.logBeta()).isCloseTo(-0.01 * 0.05, within(1e-15));
        for (int step = 1; step < 200; step++) {
            SteeredBeta next = TWO.next(step, state, Trial.squaredError(1e300));
            assertThat(state.logBeta() - next.logBeta()).isBetween(0.0, 0.01 + 1e-12);
            state = next;
        }
        assertThat(TWO.exported(state).get("multiplier")).isGreaterThan(5);
        assertThat(TWO.prices(0, state).reconstruction().weight()).isEqualTo(1);
        assertThat(TWO.next(0, TWO.initial(), Trial.squaredError(1)).logBeta()).isPositive();
    }

    @Test
    void itHasNoKlTargetAndTellsTheErrorThatItSees() {
        SteeredBeta state = TWO.next(0, TWO.initial(), Trial.squaredError(3));
        assertThat(TWO.klTarget(0, state)).isEmpty();
        assertThat(TWO.exported(state).get("smoothedSquaredError")).isCloseTo(0.9 * 2 + 0.1 * 3, within(1e-12));
        assertThat(TWO.exported(state)).containsEntry(BalancingStrategy.SQUARED_ERROR_TARGET, 2.0);
    }

    @Test
    void aRunTooShortToSettleIsForeseen() {
        assertThat(TWO.foresee(Trial.facts(500)))
                .singleElement()
                .asString()
                .contains("about 2000 steps", "the run leaves it 500: the squared error", "geco.initialBeta");
        assertThat(TWO.foresee(Trial.facts(2_000))).isEmpty();
    }

    @Test
    void theFactoryTakesEveryAttributeAndRefusesCrossedBounds() {
        assertThat(create(Moved.class)).isEqualTo(new Geco.Strategy(3, new BetaRange(0.1, 10, 2)));
        assertThat(create(Default.class)).isEqualTo(TWO);
        assertThatThrownBy(() -> create(Crossed.class))
                .isInstanceOf(InvalidPartException.class)
                .hasMessage("minBeta must be below maxBeta (1.0), got 2.0");
    }

    private static ControlTrial<?> trial(BalancingStrategy<?> strategy) {
        return new ControlTrial<>(strategy, Trial::squaredError);
    }

    private static BalancingStrategy<?> create(Class<?> experiment) {
        Geco annotation = Objects.requireNonNull(experiment.getAnnotation(Geco.class));
        return new Geco.Factory().create(annotation, Trial.facts(1_000));
    }

    @Geco(squaredError = 2)
    private static final class Default {}

    @Geco(squaredError = 3, minBeta = 0.1, maxBeta = 10, initialBeta = 2)
    private static final class Moved {}

    @Geco(squaredError = 2, minBeta = 2, maxBeta = 1)
    private static final class Crossed {}
}
