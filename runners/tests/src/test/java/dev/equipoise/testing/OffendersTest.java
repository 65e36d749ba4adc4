package dev.equipoise.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.app.Reports;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.balance.ScheduledRate;
import dev.equipoise.data.Augmentation;
import dev.equipoise.data.Draw;
import dev.equipoise.data.FittedPreprocessing;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.data.Split;
import dev.equipoise.objective.Price;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Stateless;
import dev.equipoise.part.ValueRange;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.Progress;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.StoppingRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
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

    /** Changes an example by what is given, whatever the draw says if it is not asked. */
    private record Changes(BiFunction<float[], Draw, float[]> change, float[] example)
            implements Augmentation, AugmentationContract {

        @Override
        public int order() {
            return 0;
        }

        @Override
        public float[] apply(float[] row, Draw draw) {
            return change.apply(row, draw);
        }

        @Override
        public Augmentation augmentation() {
            return this;
        }

        @Override
        public float[] example() {
            return example.clone();
        }
    }

    private static Changes changes(BiFunction<float[], Draw, float[]> change) {
        return new Changes(change, new float[] {1, 2});
    }

    @Test
    void anAugmentationThatCutsForgetsItsDrawOrDoesNothingIsFound() {
        found(changes((row, draw) -> new float[1])::itKeepsTheNumberOfElementsAndAllAreFinite);
        found(changes((row, draw) -> new float[] {1, 1f / 0})::itKeepsTheNumberOfElementsAndAllAreFinite);
        found(
                changes((row, draw) -> new float[] {(float) Math.random(), 1})
                        ::theSameDrawGivesTheSameExampleWhateverCameBefore);
        found(changes((row, draw) -> row)::otherEpochsAndOtherExamplesAreChangedOtherwise);
        found(changes((row, draw) -> new float[] {draw.epoch(), 1})::otherEpochsAndOtherExamplesAreChangedOtherwise);
        found(changes((row, draw) -> new float[] {draw.example(), 1})::otherEpochsAndOtherExamplesAreChangedOtherwise);
    }

    /** Doubles every value, or does what is given instead. */
    private record Doubles(
            UnaryOperator<float[]> apply,
            UnaryOperator<float[]> undo,
            boolean random,
            double slope,
            UnaryOperator<DataFacts> transform)
            implements PreprocessingContract {

        private static final UnaryOperator<float[]> DOUBLE = values -> times(2, values);
        private static final UnaryOperator<float[]> HALVE = values -> times(0.5f, values);

        static Doubles by(UnaryOperator<float[]> apply) {
            return new Doubles(apply, HALVE, false, 2, facts -> facts);
        }

        private static float[] times(float factor, float[] values) {
            for (int i = 0; i < values.length; i++) {
                values[i] *= factor;
            }
            return values;
        }

        @Override
        public DataFacts facts() {
            return new DataFacts(2, 2, List.of(2), Optional.empty());
        }

        @Override
        public Split training() {
            return new Split(new float[] {1, 2, 4, 3}, 2, new int[0]);
        }

        @Override
        public Preprocessing step() {
            return new Preprocessing() {
                @Override
                public int order() {
                    return 0;
                }

                @Override
                public DataFacts transform(DataFacts facts) {
                    return transform.apply(facts);
                }

                @Override
                public FittedPreprocessing fit(Split training, DataFacts facts) {
                    return Doubles.fitted(Doubles.this);
                }
            };
        }

        private static FittedPreprocessing fitted(Doubles given) {
            return new FittedPreprocessing() {
                @Override
                public float[] apply(float[] values) {
                    return given.apply.apply(values);
                }

                @Override
                public float[] undo(float[] values) {
                    return given.undo.apply(values);
                }

                @Override
                public boolean random() {
                    return given.random;
                }

                @Override
                public Optional<double[]> slopes() {
                    return Optional.of(new double[] {given.slope, given.slope});
                }
            };
        }
    }

    @Test
    void aStepThatIsNotWhatItSaysIsFound() {
        Doubles good = Doubles.by(Doubles.DOUBLE);
        assertThatCode(() -> {
                    good.theTrainingSplitBecomesWhatTheFactsSay();
                    good.eachRowIsMappedByItselfAndFittingChangesNoValue();
                    good.undoGivesRowsOfTheShapeBefore();
                    good.chanceIsAFunctionOfTheDraw();
                    good.theFittedStepSurvivesJson();
                    good.slopesAreThoseOfTheStep();
                })
                .doesNotThrowAnyException();
        found(
                new Doubles(Doubles.DOUBLE, Doubles.HALVE, false, 2, facts -> facts.withShape(List.of(3)))
                        ::theTrainingSplitBecomesWhatTheFactsSay);
        found(
                new Doubles(
                                Doubles.DOUBLE,
                                Doubles.HALVE,
                                false,
                                2,
                                facts -> facts.withRange(Optional.of(new ValueRange(0, 7))))
                        ::theTrainingSplitBecomesWhatTheFactsSay);
        found(
                Doubles.by(values -> new float[] {values[0], values.length})
                        ::eachRowIsMappedByItselfAndFittingChangesNoValue);
        found(
                new Doubles(Doubles.DOUBLE, values -> new float[1], false, 2, facts -> facts)
                        ::undoGivesRowsOfTheShapeBefore);
        found(Doubles.by(values -> new float[] {(float) Math.random(), 1})::chanceIsAFunctionOfTheDraw);
        found(new Doubles(Doubles.DOUBLE, Doubles.HALVE, true, 2, facts -> facts)::chanceIsAFunctionOfTheDraw);
        found(new Doubles(Doubles.DOUBLE, Doubles.HALVE, false, 3, facts -> facts)::slopesAreThoseOfTheStep);
    }

    @Test
    void aFittedStepThatNoCheckpointCanHoldIsFound() {
        Object unsaved = new Object();
        record Unsaved(Object value) implements FittedPreprocessing {
            @Override
            public float[] apply(float[] values) {
                return values;
            }

            @Override
            public float[] undo(float[] values) {
                return values;
            }
        }
        Preprocessing step = new Preprocessing() {
            @Override
            public int order() {
                return 0;
            }

            @Override
            public DataFacts transform(DataFacts facts) {
                return facts;
            }

            @Override
            public FittedPreprocessing fit(Split training, DataFacts facts) {
                return new Unsaved(unsaved);
            }

            @Override
            public Class<? extends FittedPreprocessing> fitted() {
                return Unsaved.class;
            }
        };
        PreprocessingContract contract = new PreprocessingContract() {
            @Override
            public Preprocessing step() {
                return step;
            }

            @Override
            public DataFacts facts() {
                return Doubles.by(values -> values).facts();
            }

            @Override
            public Split training() {
                return Doubles.by(values -> values).training();
            }
        };

        found(contract::theFittedStepSurvivesJson);
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
