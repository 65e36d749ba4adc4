package dev.equipoise.schedules.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LinearOptimum;
import dev.equipoise.objective.Grain;
import dev.equipoise.part.Facts;
import dev.equipoise.testing.Trial;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the parts of this package tell before step 0, of a run on 100 examples with these eigenvalues. */
class ForesightTest {

    private static final double[] FIVE = {4, 2, 1, 0.5, 0.25};
    private static final LinearOptimum ALL = new LinearOptimum(FIVE, 5, true);
    private static final LinearOptimum TWO = new LinearOptimum(FIVE, 2, true);
    private static final LinearOptimum NONLINEAR = new LinearOptimum(FIVE, 2, false);
    /** With a variance of a twentieth, betas are ten times those of the squared error. */
    private static final LinearOptimum GAUSSIAN =
            new LinearOptimum(FIVE, 5, true, OptionalDouble.of(0.05), Double.POSITIVE_INFINITY);

    private static final LinearOptimum NOT_SQUARED = new LinearOptimum(FIVE, 2, false, OptionalDouble.empty(), 10);
    private static final BetaRange WIDE = new BetaRange(1e-4, 1e3, 1);

    /** A part that holds KL. */
    record KlPart(String name, Making making) {
        interface Making {
            BalancingStrategy<?> of(double nats, BetaRange range);
        }

        List<String> foresee(double nats, BetaRange range, LinearOptimum optimum) {
            return ForesightTest.foresee(making.of(nats, range), optimum);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<KlPart> klParts() {
        return Stream.of(
                new KlPart("klTarget", KlTarget.Strategy::new),
                new KlPart("dynamicKlTarget", (nats, range) -> new DynamicKlTarget.Strategy(nats, 0, range)),
                new KlPart("dualGradient", (nats, range) -> new DualGradient.Strategy(nats, 0.004, range)));
    }

    @ParameterizedTest
    @MethodSource("klParts")
    void moreNatsThanTheDataCanCarryAreForeseen(KlPart part) {
        assertThat(part.foresee(12, WIDE, ALL))
                .containsExactly(
                        part + ".nats asks for 12.0 nats, more than the data can carry: 10.42 nats explain all but 1 %"
                                + " of its variance in a linear model as far as 5 latents can, and ln 100 = 4.61 nats distinguish"
                                + " the training examples; set " + part + ".nats to at most 10.4");
        assertThat(part.foresee(10, WIDE, ALL)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("klParts")
    void natsThatTellTheExamplesApartAreNotTooMany(KlPart part) {
        LinearOptimum one = new LinearOptimum(new double[] {4}, 1, true);
        assertThat(part.foresee(4.5, WIDE, one)).isEmpty();
        assertThat(part.foresee(4.7, WIDE, one)).singleElement().asString().contains("at most 4.6");
    }

    @ParameterizedTest
    @MethodSource("klParts")
    void whatANonlinearModelCanUseEndsWithTheDataAndNotWithItsLatents(KlPart part) {
        assertThat(part.foresee(7, WIDE, TWO)).singleElement().asString().contains("as far as 2 latents can");
        assertThat(part.foresee(7, WIDE, NONLINEAR)).isEmpty();
        assertThat(part.foresee(12, WIDE, NONLINEAR))
                .singleElement()
                .asString()
                .contains("10.42 nats")
                .doesNotContain("latents can");
    }

    @ParameterizedTest
    @MethodSource("klParts")
    void aKlThatNoBetaInTheBoundsGivesIsForeseen(KlPart part) {
        assertThat(part.foresee(8, new BetaRange(0.1, 10, 1), ALL))
                .containsExactly("a linear model with 5 latents needs beta 0.0815 for a KL of 8.0 nats, below " + part
                        + ".minBeta (0.1): beta may end at its bound; change " + part + ".minBeta or " + part
                        + ".nats");
        assertThat(part.foresee(8, new BetaRange(0.08, 10, 1), ALL)).isEmpty();
        assertThat(part.foresee(8, new BetaRange(1, 100, 1), GAUSSIAN))
                .singleElement()
                .asString()
                .contains("needs beta 0.815");
        assertThat(part.foresee(8, new BetaRange(0.8, 100, 1), GAUSSIAN)).isEmpty();
        assertThat(part.foresee(0.1, new BetaRange(0.1, 5, 1), ALL))
                .singleElement()
                .asString()
                .contains("needs beta 6.55", "above " + part + ".maxBeta (5.0)");
    }

    @ParameterizedTest
    @MethodSource("klParts")
    void besideAnotherReconstructionTheDataStillLimitTheNatsButTellNothingOfBeta(KlPart part) {
        assertThat(part.foresee(12, WIDE, NOT_SQUARED))
                .singleElement()
                .asString()
                .contains("more than the data can carry");
        assertThat(part.foresee(8, new BetaRange(0.1, 10, 1), NOT_SQUARED)).isEmpty();
    }

    @Test
    void besideAnotherReconstructionASquaredErrorIsForeseenAndItsBetaIsNot() {
        assertThat(geco(7.75, NOT_SQUARED)).singleElement().asString().contains("without any latent");
        assertThat(geco(0.1, NOT_SQUARED)).singleElement().asString().contains("beta will fall to geco.minBeta");
        assertThat(foresee(new Geco.Strategy(7, new BetaRange(0.5, 5, 1)), NOT_SQUARED))
                .isEmpty();
    }

    @Test
    void aFloorOfMoreNatsThanTheDataCanCarryIsForeseen() {
        assertThat(foresee(new SoftFreeBits.Strategy(12, 1), ALL))
                .singleElement()
                .asString()
                .startsWith("softFreeBits.nats asks for 12.0 nats, more than the data can carry");
        assertThat(foresee(new SoftFreeBits.Strategy(10, 1), ALL)).isEmpty();
    }

    @Test
    void anErrorBelowWhatTheLatentsLeaveIsForeseen() {
        assertThat(geco(1.7, TWO))
                .containsExactly(
                        "geco.squaredError is 1.7, and a linear model with 2 latents leaves 1.750 of the data's"
                                + " variance of 7.750 at any beta: beta will fall to geco.minBeta; raise geco.squaredError or the"
                                + " number of latents");
        assertThat(geco(1.8, TWO)).isEmpty();
    }

    @Test
    void aNonlinearModelMayGoBelowWhatALinearOneLeavesButNotFar() {
        assertThat(geco(1.7, NONLINEAR)).isEmpty();
        assertThat(geco(0.18, NONLINEAR)).isEmpty();
        assertThat(geco(0.17, NONLINEAR))
                .singleElement()
                .asString()
                .contains("leaves 1.750", "a nonlinear one hardly less than a tenth of it");
    }

    @Test
    void anErrorThatIsThereWithoutAnyLatentIsForeseen() {
        assertThat(geco(7.75, ALL))
                .containsExactly(
                        "geco.squaredError is 7.75, not below the data's variance of 7.750: the mean of the data"
                                + " reaches it without any latent, so all of them collapse; lower geco.squaredError");
        assertThat(geco(7.7, ALL)).isEmpty();
        assertThat(foresee(new Geco.Strategy(7, new BetaRange(0.5, 5, 1)), GAUSSIAN))
                .singleElement()
                .asString()
                .contains("needs beta 65.0 for a squared error of 7.0, above geco.maxBeta");
        assertThat(geco(8, NONLINEAR)).hasSize(1);
    }

    @Test
    void anErrorThatNoBetaInTheBoundsGivesIsForeseen() {
        BetaRange narrow = new BetaRange(0.5, 5, 1);
        assertThat(foresee(new Geco.Strategy(1, narrow), ALL))
                .singleElement()
                .asString()
                .contains("needs beta 0.400 for a squared error of 1.0, below geco.minBeta (0.5)");
        assertThat(foresee(new Geco.Strategy(7, narrow), ALL))
                .singleElement()
                .asString()
                .contains("geco.maxBeta");
        assertThat(foresee(new Geco.Strategy(2, narrow), ALL)).isEmpty();
        assertThat(foresee(new Geco.Strategy(1.8, narrow), NONLINEAR)).isEmpty();
    }

    static Stream<BalancingStrategy<?>> startingAThousandTimesTooHigh() {
        BetaRange range = new BetaRange(1e-4, 1e3, 1_000);
        return Stream.concat(
                klParts().map(part -> part.making().of(2, range)),
                Stream.of(new Geco.Strategy(2, range), new SoftFreeBits.Strategy(2, 1_000)));
    }

    @ParameterizedTest
    @MethodSource("startingAThousandTimesTooHigh")
    void aStartAtWhichEveryLatentCollapsesIsForeseenInARunThatIsTooShortForIt(BalancingStrategy<?> strategy) {
        assertThat(strategy.foresee(Trial.facts(4_999), () -> ALL))
                .singleElement()
                .asString()
                .contains("is 1000.0, and from 8.00 on a linear model loses every latent", "5000 steps", "has 4999");
        assertThat(strategy.foresee(Trial.facts(5_000), () -> ALL)).isEmpty();
        assertThat(strategy.foresee(Trial.facts(4_999), () -> GAUSSIAN))
                .singleElement()
                .asString()
                .contains("is 1000.0, and from 80.0 on a linear model loses every latent");
        assertThat(strategy.foresee(Trial.facts(4_999), () -> NOT_SQUARED)).isEmpty();
    }

    static Stream<BalancingStrategy<?>> learnedVariances() {
        return Stream.of(
                new SigmaVae.Shared(6e-6, 5),
                new SigmaVae.OwnOptimum(Grain.BATCH, 6e-6, 5),
                new SigmaVae.OwnOptimum(Grain.EXAMPLE, 6e-6, 5),
                new ComputedGamma.Strategy(ComputedGamma.Average.MOVING, 1, 6e-6, 5));
    }

    @ParameterizedTest
    @MethodSource("learnedVariances")
    void aVarianceOfWhichNothingIsLeftIsForeseen(BalancingStrategy<?> strategy) {
        double[] rankTwo = {4, 2, 0, 0, 0};
        assertThat(foresee(strategy, new LinearOptimum(rankTwo, 2, false)))
                .singleElement()
                .asString()
                .contains("2 latents", "nothing of the data to explain", "falls to its floor");
        assertThat(foresee(strategy, new LinearOptimum(rankTwo, 1, false))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("learnedVariances")
    void ofDataOfFullRankNoVarianceFallsToItsFloor(BalancingStrategy<?> strategy) {
        assertThat(foresee(strategy, ALL)).isEmpty();
    }

    @Test
    void aFloorAboveTheVarianceOfTheDataIsForeseen() {
        assertThat(foresee(new SigmaVae.Shared(1.6, 5), TWO))
                .containsExactly("sigmaVae.minVariance is 1.6, not below the data's variance of 1.550 per element: the"
                        + " learned variance stays there, as with a fixed beta; lower sigmaVae.minVariance");
        assertThat(foresee(new ComputedGamma.Strategy(ComputedGamma.Average.MOVING, 1, 1.6, 5), TWO))
                .singleElement()
                .asString()
                .startsWith("computedGamma.minVariance is 1.6");
        assertThat(foresee(new SigmaVae.OwnOptimum(Grain.BATCH, 1.5, 5), TWO)).isEmpty();
    }

    @Test
    void aFactorWithWhichNoVarianceIsAnOptimumIsForeseen() {
        Facts facts = Trial.facts(1_000).withLatents(16);
        assertThat(new ComputedGamma.Strategy(ComputedGamma.Average.MOVING, 49, 6e-6, 784).foresee(facts))
                .singleElement()
                .asString()
                .contains("factor 49.0 times 16 latents is not below the 784 elements");
        assertThat(new ComputedGamma.Strategy(ComputedGamma.Average.MOVING, 48, 6e-6, 784).foresee(facts))
                .isEmpty();
    }

    @Test
    void stepsToSettleFollowFromTheRateAndFromTheRampOfTheTarget() {
        assertThat(new DualGradient.Strategy(2, 0.001, WIDE).foresee(Trial.facts(2_000)))
                .singleElement()
                .asString()
                .contains("about 8000 steps");
        assertThat(new DualGradient.Strategy(2, 0.04, WIDE).foresee(Trial.facts(200)))
                .isEmpty();
        assertThat(new DynamicKlTarget.Strategy(2, 1_900, WIDE).foresee(Trial.facts(2_000)))
                .singleElement()
                .asString()
                .contains("the run leaves it 100");
        assertThat(new DynamicKlTarget.Strategy(2, 1_900, WIDE).foresee(Trial.facts(3_900)))
                .isEmpty();
    }

    private static List<String> geco(double squaredError, LinearOptimum optimum) {
        return foresee(new Geco.Strategy(squaredError, new BetaRange(1e-4, 1e4, 1)), optimum);
    }

    private static List<String> foresee(BalancingStrategy<?> strategy, LinearOptimum optimum) {
        return strategy.foresee(Trial.facts(10_000), () -> optimum);
    }
}
