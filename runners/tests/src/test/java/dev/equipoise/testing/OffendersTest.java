package dev.equipoise.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.app.Reports;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.balance.ScheduledRate;
import dev.equipoise.objective.Price;
import dev.equipoise.part.Stateless;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.Progress;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.StoppingRule;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Parts that break a contract, and results that are not as asserted: each is found. */
class OffendersTest {

    private record Beta(double beta) {}

    /** A state that has no public form, so that no JSON can be made of it. */
    private record Hidden(Object value) {}

    private record Follows(ToDoubleFunction<Readings> measure) implements BalancingStrategy<Beta> {

        @Override
        public Beta initial() {
            return new Beta(1);
        }

        @Override
        public Prices prices(long step, Beta state) {
            return Double.isFinite(state.beta()) && state.beta() >= 0
                    ? Prices.beta(state.beta())
                    : new Prices(new Price(0, OptionalDouble.empty()), Price.of(1), Map.of());
        }

        @Override
        public Beta next(long step, Beta state, Readings readings) {
            return new Beta(measure.applyAsDouble(readings));
        }
    }

    private record Rate<S extends Record>(S initial, BiFunction<S, Readings, S> moves, ToDoubleFunction<S> rate)
            implements LearningRate<S> {

        @Override
        public double at(long step, S state) {
            return rate.applyAsDouble(state);
        }

        @Override
        public S next(long step, S state, Readings readings) {
            return moves.apply(state, readings);
        }
    }

    private record Rule(String reason, boolean atOnce) implements StoppingRule<Beta> {

        @Override
        public Beta initial() {
            return new Beta(0);
        }

        @Override
        public Beta afterStep(Beta state, StepFinished event, Progress progress) {
            return new Beta(state.beta() + 1);
        }

        @Override
        public Beta afterEpoch(Beta state, EpochFinished event, Progress progress) {
            return state;
        }

        @Override
        public Optional<String> stops(Beta state) {
            return atOnce || state.beta() > 50 ? Optional.of(reason) : Optional.empty();
        }
    }

    private static void found(ThrowingCallable check) {
        assertThatThrownBy(check).isInstanceOf(AssertionError.class);
    }

    @Test
    void aStrategyThatFollowsWhateverIsMeasuredLosesThePriceOfReconstruction() {
        StrategyContract contract = () -> new Follows(Readings::kl);

        found(contract::reconstructionNeverLosesItsPrice);
    }

    @Test
    void aStrategyThatIsNotAFunctionOfItsInputsIsFound() {
        StrategyContract contract = () -> new Follows(readings -> Math.random());

        found(contract::equalInputsGiveEqualPricesAndSuccessors);
        found(contract::exportedNumbersStayFiniteAndKeepTheirNames);
    }

    @Test
    void aRateThatIsNegativeForgetfulOrUnsavableIsFound() {
        LearningRateContract negative = () -> (ScheduledRate) step -> 1e-3 - 1e-6 * step;
        LearningRateContract idle = () -> new Rate<>(new Beta(1e-3), (state, readings) -> state, Beta::beta);
        LearningRateContract unsavable = () ->
                new Rate<>(new Hidden(new Object()), (state, readings) -> new Hidden(new Object()), state -> 1e-3);

        found(negative::itIsFiniteAndNotNegativeAtEveryStepAndEqualIfItIsMadeAgain);
        found(idle::itsStateSurvivesJsonAndEqualReadingsGiveEqualSuccessors);
        found(unsavable::itsStateSurvivesJsonAndEqualReadingsGiveEqualSuccessors);
    }

    @Test
    void aScheduledRateNeedsNoStateThatMoves() {
        LearningRateContract constant = () -> (ScheduledRate) step -> 1e-3;

        assertThatCode(constant::itsStateSurvivesJsonAndEqualReadingsGiveEqualSuccessors)
                .doesNotThrowAnyException();
    }

    @Test
    void aRuleThatStopsAtOnceOrGivesNoNumberIsFound() {
        StoppingRuleContract atOnce = () -> new Rule("after 0 steps", true);
        StoppingRuleContract vague = () -> new Rule("long enough", false);
        StoppingRuleContract good = () -> new Rule("after 50 steps", false);

        found(atOnce::aRunThatHasNotBegunGoesOn);
        found(vague::itsReasonNamesANumber);
        assertThatCode(good::itsReasonNamesANumber).doesNotThrowAnyException();
    }

    @Test
    void resultsThatAreNotAsAssertedAreFound() {
        RunReport stopped = Reports.ended(RunStatus.STOPPED, Optional.of("enough"), Path.of("runs"));

        EquipoiseAssertions.assertThat(stopped)
                .hasStatus(RunStatus.STOPPED)
                .hasNoComplaint()
                .hasSquaredErrorBetween(32, 33);
        found(() -> EquipoiseAssertions.assertThat(stopped).completed());
        found(() -> EquipoiseAssertions.assertThat(stopped).hasSquaredErrorBetween(0, 32));
        found(() -> EquipoiseAssertions.assertThat(stopped).hasKlBetween(1e6, 1e7));
        found(() -> EquipoiseAssertions.assertThat(stopped).hasActiveUnits(99));
    }

    @Test
    void pricesThatAreNotAsAssertedAreFound() {
        Prices prices = new Prices(Price.of(1), Price.towards(3, 10), Map.of());

        EquipoiseAssertions.assertThat(Prices.beta(2)).hasBeta(2);
        EquipoiseAssertions.assertThat(prices).hasDivergenceTarget(3);
        found(() -> EquipoiseAssertions.assertThat(Prices.beta(2)).hasBeta(2.001));
        found(() -> EquipoiseAssertions.assertThat(prices).hasBeta(10));
        found(() -> EquipoiseAssertions.assertThat(prices).hasDivergenceTarget(4));
    }

    @Test
    void aStateWithoutComponentsSurvives() {
        assertThatCode(() -> SavedState.survives(new Stateless())).doesNotThrowAnyException();
    }
}
