package dev.equipoise.local.internal.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.balance.Aim;
import dev.equipoise.balance.LinearOptimum;
import dev.equipoise.balance.Measures;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.Verdict;
import dev.equipoise.run.Verdict.Kind;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data of variance 7.75 with the eigenvalues 4, 2, 1, 0.5, 0.25, and five latents. */
class VerdictsTest {

    private static final double[] EIGENVALUES = {4, 2, 1, 0.5, 0.25};
    private static final double VARIANCE = 7.75;
    private static final double UNKNOWN = Double.POSITIVE_INFINITY;
    private static final Length LONG = new Length(6_000, 500, 30);

    private LinearOptimum optimum = new LinearOptimum(EIGENVALUES, 5, true);
    private Balance balance = balance(Optional.empty(), OptionalLong.empty(), 0);
    private Length length = LONG;
    private OptionalDouble beta = OptionalDouble.of(1.2);
    private SplitEvaluation train = split(2.55, 1.806);
    private SplitEvaluation validation = split(2.56, 1.806);
    private Excess excess = new Excess(-5, 0.1, VARIANCE, VARIANCE, "squared error per example");
    private Optional<RunReport.Target> target = Optional.empty();

    private static Balance balance(Optional<Aim> aim, OptionalLong arrival, double floor) {
        return new Balance(aim, arrival, arrival.isEmpty(), OptionalDouble.of(floor), true, Optional.empty());
    }

    /** The ELBO is that of the best variance for a squared error of 2.55. */
    private static SplitEvaluation split(double squaredError, double kl) {
        double variance = 2.55 / 5;
        double elbo = -(squaredError / (2 * variance) + 2.5 * Math.log(2 * Math.PI * variance) + kl);
        return new SplitEvaluation(
                new Measures(
                        Double.NaN,
                        squaredError,
                        squaredError,
                        kl,
                        kl,
                        Collections.nCopies(5, kl / 5),
                        Map.of(),
                        Optional.empty()),
                squaredError / 5,
                "squared error per example",
                elbo,
                elbo,
                3,
                3,
                Optional.empty());
    }

    private Verdict verdict(Kind kind) {
        return Verdicts.of(new Evidence(
                        balance, length, beta, train, validation, VARIANCE, excess, VARIANCE, target, () -> optimum))
                .get(kind.ordinal());
    }

    private void assertHolds(Kind kind, boolean expected) {
        Verdict verdict = verdict(kind);
        assertThat(verdict.kind()).isEqualTo(kind);
        assertThat(verdict.holds()).as(verdict.text()).hasValue(expected);
    }

    private void assertCannotSay(Kind kind, String reason) {
        Verdict verdict = verdict(kind);
        assertThat(verdict.holds()).as(verdict.text()).isEmpty();
        assertThat(verdict.text()).contains(reason);
    }

    @Test
    void aRunAtItsOptimumIsGuiltyOfNothing() {
        for (Kind kind : List.of(
                Kind.COLLAPSED,
                Kind.BETA_ABOVE_SPECTRUM,
                Kind.WORSE_THAN_MEAN,
                Kind.FAR_FROM_LINEAR,
                Kind.MEMORIZING)) {
            assertHolds(kind, false);
        }
        assertCannotSay(Kind.TARGET_MISSED, "no target");
    }

    /** At beta 1.2 a linear model saves 67.1 %, of which a tenth is a squared error of 7.23. */
    @ParameterizedTest
    @CsvSource({"7.24, true", "7.22, false"})
    void aPosteriorIsCollapsedIfItSavesLessThanATenthOfWhatALinearModelSaves(double squaredError, boolean holds) {
        train = split(squaredError, 3);
        assertHolds(Kind.COLLAPSED, holds);
    }

    /** Values of 1e-4, with a beta to match. */
    @ParameterizedTest
    @CsvSource({"7.24e-8, true", "7.22e-8, false"})
    void theScaleOfTheDataMakesNoDifferenceToACollapse(double squaredError, boolean holds) {
        double[] eigenvalues = {4e-8, 2e-8, 1e-8, 0.5e-8, 0.25e-8};
        SplitEvaluation tiny = split(squaredError, 3);
        Verdict verdict = Verdicts.of(new Evidence(
                        balance,
                        length,
                        OptionalDouble.of(1.2e-8),
                        tiny,
                        tiny,
                        7.75e-8,
                        excess,
                        7.75e-8,
                        target,
                        () -> new LinearOptimum(eigenvalues, 5, true)))
                .get(Kind.COLLAPSED.ordinal());
        assertThat(verdict.holds()).as(verdict.text()).hasValue(holds);
    }

    @Test
    void klThatIsPaidAndUnusedIsACollapse() {
        train = split(7.7, 15);
        assertThat(verdict(Kind.COLLAPSED).text())
                .isEqualTo("the posterior collapsed: the latents save 0.6 % of the squared error, a linear model would"
                        + " save 67.1 %; try a lower beta, one that rises from 0, free bits or a KL target");
    }

    @ParameterizedTest
    @CsvSource({"499, false", "500, true"})
    void fewerThanFiveHundredStepsAtTheFinalPricesAreTooShortToSay(long settled, boolean said) {
        length = new Length(10_000, settled, 30);
        assertThat(verdict(Kind.COLLAPSED).holds().isPresent()).isEqualTo(said);
        assertThat(verdict(Kind.FAR_FROM_LINEAR).holds().isPresent()).isEqualTo(said);
        assertThat(verdict(Kind.MEMORIZING).holds().isPresent()).isEqualTo(said);
        assertThat(verdict(Kind.BETA_ABOVE_SPECTRUM).holds().isPresent()).isEqualTo(said);
    }

    @Test
    void twoLongEpochsAreNeededToo() {
        length = new Length(10_000, 1_199, 600);
        assertCannotSay(Kind.COLLAPSED, "1199 of 1200 steps");
    }

    @Test
    void aControllerThatNeverSettlesIsJudgedOnceItShouldHaveArrived() {
        balance = balance(Optional.of(Aim.kl(1.806)), OptionalLong.of(2_000), 0);
        beta = OptionalDouble.of(1_000);
        train = split(7.75, 0.001);
        length = new Length(1_999, 0, 30);
        assertCannotSay(Kind.COLLAPSED, "the controller may take 2000");
        length = new Length(2_000, 0, 30);
        assertHolds(Kind.COLLAPSED, true);
        assertCannotSay(Kind.BETA_ABOVE_SPECTRUM, "the strategy chooses beta");
    }

    @Test
    void aTargetOfAHundredthOfANatThatIsMetIsNoCollapse() {
        balance = balance(Optional.of(Aim.kl(0.01)), OptionalLong.of(2_000), 0);
        train = split(7.67, 0.01);
        target = Optional.of(new RunReport.Target(Aim.Held.KL, 0.01, 0.01, true, false));
        for (Kind kind : List.of(Kind.COLLAPSED, Kind.FAR_FROM_LINEAR, Kind.TARGET_MISSED)) {
            assertHolds(kind, false);
        }
    }

    @Test
    void aToleranceSaysWhatTheLatentsMustSave() {
        balance = balance(Optional.of(Aim.squaredError(7.6)), OptionalLong.of(2_000), 0);
        train = split(7.75, 0);
        assertHolds(Kind.COLLAPSED, false);
        balance = balance(Optional.of(Aim.squaredError(5)), OptionalLong.of(2_000), 0);
        assertHolds(Kind.COLLAPSED, true);
    }

    @Test
    void freeBitsMakeLatentsWorthTheirNats() {
        beta = OptionalDouble.of(20);
        train = split(7.75, 0);
        assertHolds(Kind.COLLAPSED, false);
        balance = balance(Optional.empty(), OptionalLong.empty(), 1);
        assertHolds(Kind.COLLAPSED, true);
    }

    @ParameterizedTest
    @CsvSource({"8, true", "7.75, true", "6, false"})
    void betaIsAboveTheSpectrumFromAboutTwiceTheLargestEigenvalueOn(double high, boolean holds) {
        beta = OptionalDouble.of(high);
        train = split(7.75, 0);
        assertHolds(Kind.BETA_ABOVE_SPECTRUM, holds);
        assertHolds(Kind.COLLAPSED, !holds);
    }

    /** Twenty times as large a beta as for the squared error has the same optimum. */
    @Test
    void aGaussianLikelihoodOfAFortiethIsJudgedAtItsOwnBeta() {
        optimum = new LinearOptimum(EIGENVALUES, 5, true, OptionalDouble.of(0.025), UNKNOWN);
        beta = OptionalDouble.of(24);
        aRunAtItsOptimumIsGuiltyOfNothing();
        train = split(0.94, 4.2);
        assertThat(verdict(Kind.FAR_FROM_LINEAR).text()).contains("squared error + 1.2·KL is 5.98");
        train = split(7.75, 0);
        assertHolds(Kind.COLLAPSED, true);
        beta = OptionalDouble.of(161);
        assertHolds(Kind.BETA_ABOVE_SPECTRUM, true);
        assertThat(verdict(Kind.BETA_ABOVE_SPECTRUM).text()).contains("from beta 160.0 on");
    }

    /** Below KL 1.806 at its upper bound, though a linear model has 3 nats from a lower beta on. */
    @Test
    void aTargetOfAGaussianLikelihoodIsInReachIfItsOwnBetaIs() {
        optimum = new LinearOptimum(EIGENVALUES, 5, true, OptionalDouble.of(0.025), UNKNOWN);
        balance = balance(Optional.of(Aim.kl(3)), OptionalLong.of(2_000), 0);
        target = Optional.of(new RunReport.Target(Aim.Held.KL, 3, 1.806, true, true));
        beta = OptionalDouble.of(12);
        assertThat(verdict(Kind.TARGET_MISSED).text()).contains("train longer");
        beta = OptionalDouble.of(13);
        assertThat(verdict(Kind.TARGET_MISSED).text()).contains("out of reach within the bounds of beta");
    }

    @Test
    void withoutALinearReferenceACollapseHasHardlyAnyKlAndSavesHardlyAnything() {
        balance = new Balance(
                Optional.empty(),
                OptionalLong.empty(),
                true,
                OptionalDouble.of(0),
                false,
                Optional.of("the reconstruction term is not that of a Gaussian decoder"));
        train = split(7.70, 0.09);
        assertHolds(Kind.COLLAPSED, true);
        train = split(7.70, 0.11);
        assertHolds(Kind.COLLAPSED, false);
        train = split(7.60, 0.09);
        assertHolds(Kind.COLLAPSED, false);
        assertCannotSay(Kind.BETA_ABOVE_SPECTRUM, "not that of a Gaussian decoder");
        assertCannotSay(Kind.FAR_FROM_LINEAR, "not that of a Gaussian decoder");
    }

    @ParameterizedTest
    @CsvSource({"0.24, 0.1, true", "0.23, 0.1, false", "0.24, 0.13, false"})
    void aModelIsWorseThanTheMeanByMoreThanChanceAndMoreThanThreePercent(double mean, double error, boolean holds) {
        excess = new Excess(mean, error, VARIANCE, VARIANCE, "squared error per example");
        assertHolds(Kind.WORSE_THAN_MEAN, holds);
    }

    /** A mean of −900 nats says nothing about what three percent are. */
    @ParameterizedTest
    @CsvSource({"0.24, 7.75, true", "0.23, 7.75, false"})
    void whatCodesCanSaveIsTheMeasureOfALikelihoodThatMayBeNegative(double mean, double possible, boolean holds) {
        excess = new Excess(mean, 0.1, -900, possible, "nats per example");
        assertHolds(Kind.WORSE_THAN_MEAN, holds);
    }

    @Test
    void aSingleExampleSaysNothingAboutTheMeanAndNeitherDoAFewSteps() {
        excess = Excess.of(new double[] {9}, new double[] {1}, 1, "squared error per example");
        assertCannotSay(Kind.WORSE_THAN_MEAN, "too few examples");
        excess = new Excess(5, 0.1, VARIANCE, VARIANCE, "squared error per example");
        length = new Length(59, 59, 30);
        assertCannotSay(Kind.WORSE_THAN_MEAN, "59 of 60 steps");
    }

    @Test
    void theExcessIsThatOfThePairsWithItsStandardError() {
        Excess of = Excess.of(new double[] {2, 4, 9}, new double[] {1, 2, 3}, 2, "nats per example");
        assertThat(of.mean()).isEqualTo(3);
        assertThat(of.standardError()).isEqualTo(Math.sqrt(7.0 / 3));
        assertThat(of.ofMean()).isEqualTo(2);
    }

    /** D(R = 1.806) is 2.55. */
    @ParameterizedTest
    @CsvSource({"2.79, false", "2.82, true"})
    void aModelIsFarFromLinearIfALinearOneReconstructsATenthBetterWithItsKl(double squaredError, boolean holds) {
        balance = balance(Optional.of(Aim.kl(1.806)), OptionalLong.of(2_000), 0);
        train = split(squaredError, 1.806);
        assertHolds(Kind.FAR_FROM_LINEAR, holds);
    }

    /** The optimum at beta 1.2 is 2.55 + 1.2 * 1.806 = 4.717; D(4.2) is 0.93. */
    @Test
    void aFixedWeightIsJudgedByItsLossToo() {
        train = split(0.94, 4.2);
        assertHolds(Kind.FAR_FROM_LINEAR, true);
        assertThat(verdict(Kind.FAR_FROM_LINEAR).text()).contains("squared error + 1.2·KL is 5.98");
        balance = balance(Optional.empty(), OptionalLong.of(2_000), 0);
        assertHolds(Kind.FAR_FROM_LINEAR, false);
    }

    @Test
    void freeBitsOfSingleLatentsHaveNoLinearReference() {
        balance = new Balance(
                Optional.empty(), OptionalLong.empty(), true, OptionalDouble.empty(), true, Optional.empty());
        assertCannotSay(Kind.FAR_FROM_LINEAR, "free bits");
        assertCannotSay(Kind.BETA_ABOVE_SPECTRUM, "free bits");
    }

    @ParameterizedTest
    @CsvSource({"15.7, false", "15.8, true", "14.3, false", "14.2, true", "NaN, true"})
    void aTargetIsMissedByMoreThanFivePercent(double reached, boolean holds) {
        target = Optional.of(new RunReport.Target(Aim.Held.KL, 15, reached, false, false));
        assertHolds(Kind.TARGET_MISSED, holds);
    }

    @Test
    void aMissAtABoundNamesTheBound() {
        target = Optional.of(new RunReport.Target(Aim.Held.SQUARED_ERROR, 0.01, 0.0108, false, true));
        assertThat(verdict(Kind.TARGET_MISSED).text())
                .isEqualTo(
                        "the target was missed: the squared error is 0.01080 for a target of 0.01000 per example, and"
                                + " beta ended at its bound; the target is out of reach within the bounds of beta, so change one"
                                + " of them");
    }

    /** A controller that fell to its lower bound from far above: KL 2 needs beta 1.05 in a linear model. */
    @Test
    void aTargetThatALinearModelReachesAboveTheLowerBoundIsNotCalledOutOfReach() {
        beta = OptionalDouble.of(1e-4);
        target = Optional.of(new RunReport.Target(Aim.Held.KL, 2, 0.117, false, true));
        assertThat(verdict(Kind.TARGET_MISSED).text())
                .contains("beta ended at its bound; train longer, or start at a beta nearer")
                .doesNotContain("out of reach");
    }

    @Test
    void aRunThatWasNotEvaluatedHasEveryVerdictWithTheReason() {
        assertThat(Judge.ofUnevaluated()).hasSize(Kind.values().length).allSatisfy(verdict -> {
            assertThat(verdict.holds()).isEmpty();
            assertThat(verdict.text()).contains("before it was evaluated");
        });
    }

    /** The latents save (7.75 − 2.55)/(2·0.51) = 5.098 nats. */
    @ParameterizedTest
    @CsvSource({"3.06, false", "3.08, true"})
    void aModelMemorizesIfATenthOfWhatTheLatentsSaveIsLostOnValidation(double squaredError, boolean holds) {
        validation = split(squaredError, 1.806);
        assertHolds(Kind.MEMORIZING, holds);
    }
}
