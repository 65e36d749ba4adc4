package dev.equipoise.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinearOptimumTest {

    private static final double[] FIVE = {4, 2, 1, 0.5, 0.25};
    private static final LinearOptimum ALL = new LinearOptimum(FIVE, 5, true);

    @ParameterizedTest(name = "b {0}: squared error {1}, KL {2}")
    @CsvSource({
        "0.05, 0.25, 7.4893",
        "0.1, 0.50, 5.7565",
        "0.2, 1.00, 4.0236",
        "0.3, 1.45, 3.1011",
        "0.6, 2.55, 1.8060",
        "1.5, 4.75, 0.6343",
        "3, 6.75, 0.1438",
        "5, 7.75, 0",
    })
    void everyBHasItsSquaredErrorAndKl(double b, double squaredError, double nats) {
        assertThat(ALL.distortion(b)).isCloseTo(squaredError, within(1e-12));
        assertThat(ALL.rate(b)).isCloseTo(nats, within(5e-5));
    }

    @ParameterizedTest(name = "{0} nats: b {1}, squared error {2}")
    @CsvSource({
        "0.5, 1.71553, 5.18106",
        "1, 1.04052, 3.83104",
        "2, 0.52719, 2.33158",
        "3, 0.31555, 1.51221",
        "5, 0.13534, 0.67668"
    })
    void everyKlHasItsB(double nats, double b, double squaredError) {
        assertThat(ALL.atRate(nats)).isCloseTo(b, within(5e-6));
        assertThat(ALL.distortion(ALL.atRate(nats))).isCloseTo(squaredError, within(5e-6));
    }

    @ParameterizedTest(name = "squared error {0}: b {1}, KL {2}")
    @CsvSource({"0.5, 0.1, 5.75646", "1, 0.2, 4.02359", "2, 0.4375, 2.3465"})
    void everySquaredErrorHasItsB(double squaredError, double b, double nats) {
        assertThat(ALL.atDistortion(squaredError)).isCloseTo(b, within(1e-12));
        assertThat(ALL.rate(ALL.atDistortion(squaredError))).isCloseTo(nats, within(5e-6));
    }

    @Test
    void latentsThatAreTooFewLeaveTheVarianceBeyondThem() {
        LinearOptimum two = new LinearOptimum(FIVE, 2, true);
        assertThat(two.residual()).isEqualTo(1.75);
        assertThat(two.distortion(1)).isEqualTo(3.75);
        assertThat(two.rate(0.1)).isCloseTo((Math.log(40) + Math.log(20)) / 2, within(1e-12));
        assertThat(two.atRate(two.rate(0.001))).isCloseTo(0.001, within(1e-15));
        assertThat(two.atDistortion(1.75 + 0.02)).isCloseTo(0.01, within(1e-12));
        assertThat(two.atDistortion(1.7)).isNegative();
        assertThat(two.explainsAll()).isFalse();
        assertThat(two.variancePassesBelow(1.75 / 3 - 1e-6, 1)).isFalse();
        assertThat(two.variancePassesBelow(1.75 / 3 + 1e-6, 1)).isTrue();
    }

    @Test
    void latentsBeyondTheRankOfTheDataChangeNothing() {
        double[] rankTwo = {4, 2, 1e-12, 0, 0};
        LinearOptimum two = new LinearOptimum(rankTwo, 2, true);
        LinearOptimum eight = new LinearOptimum(rankTwo, 8, true);
        assertThat(eight.rate(0.5)).isEqualTo(two.rate(0.5));
        assertThat(eight.atRate(2)).isCloseTo(two.atRate(2), within(1e-12));
        assertThat(eight.atDistortion(1)).isCloseTo(0.5, within(1e-11));
        assertThat(eight.explainsAll()).isTrue();
        assertThat(two.explainsAll()).isTrue();
        assertThat(eight.variancePassesBelow(1e-6, 1)).isTrue();
        assertThat(two.variancePassesBelow(1e-6, 1)).isTrue();
        assertThat(new LinearOptimum(rankTwo, 1, true).variancePassesBelow(1e-6, 1))
                .isFalse();
    }

    @Test
    void aVarianceStaysWhereItIsWhereLatentsExplainAllOfDataOfFullRank() {
        assertThat(ALL.variancePassesBelow(1e-6, 1)).isFalse();
        assertThat(ALL.variancePassesBelow(0.24, 1)).isFalse();
        assertThat(ALL.variancePassesBelow(1e-6, 0.99)).isTrue();
        assertThat(new LinearOptimum(FIVE, 8, true).variancePassesBelow(1e-6, 1))
                .isFalse();
    }

    @Test
    void atNoRateBIsTheLargestEigenvalueAndSoItIsFromTheWholeVarianceOn() {
        assertThat(ALL.atRate(0)).isCloseTo(4, within(1e-12));
        assertThat(ALL.atDistortion(7.75)).isEqualTo(4);
        assertThat(ALL.atDistortion(100)).isEqualTo(4);
    }

    @Test
    void whatALinearModelNeedsEndsWithItsLatentsAndTheBoundForAllModelsDoesNot() {
        double b = 0.0775 / 2;
        assertThat(new LinearOptimum(FIVE, 2, true).rateLeaving(0.01))
                .isCloseTo((Math.log(4 / b) + Math.log(2 / b)) / 2, within(1e-12));
        assertThat(new LinearOptimum(FIVE, 2, false).rateLeaving(0.01)).isCloseTo(ALL.rate(0.0155), within(1e-12));
        assertThat(ALL.rateLeaving(0.01)).isCloseTo(ALL.rate(0.0155), within(1e-12));
    }

    @Test
    void betaIsTwiceBForASquaredErrorAndBDividedByTheVarianceForAGaussianLikelihood() {
        assertThat(ALL.beta(0.3)).isEqualTo(0.6);
        assertThat(ALL.b(0.6)).isEqualTo(0.3);
        LinearOptimum gaussian = new LinearOptimum(FIVE, 5, true, OptionalDouble.of(0.1), 1);
        assertThat(gaussian.beta(0.3)).isCloseTo(3, within(1e-12));
        assertThat(gaussian.b(3)).isCloseTo(0.3, within(1e-12));
        assertThat(gaussian.knowsBeta()).isTrue();
    }

    @Test
    void anotherLikelihoodHasNoBeta() {
        LinearOptimum other = new LinearOptimum(FIVE, 5, true, OptionalDouble.empty(), 1);
        assertThat(other.knowsBeta()).isFalse();
        assertThat(other.beta(0.3)).isNaN();
        assertThat(other.b(0.6)).isNaN();
    }
}
