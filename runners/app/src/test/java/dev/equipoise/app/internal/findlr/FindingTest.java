package dev.equipoise.app.internal.findlr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.app.internal.findlr.Finding.NoRate;
import dev.equipoise.balance.Measures;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.run.Progress;
import dev.equipoise.run.StepFinished;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** What is read from curves of known shape. */
class FindingTest {

    private static final RateSweep WIDE = new RateSweep(1e-6, 1, 300);

    /** 1/(1 + exp(-5x)) is 0.9 at x = 0.44 orders of magnitude, 2.8e-3; the average lags by a few steps. */
    @Test
    void theRateIsWhereNineTenthsOfTheFallAreDone() {
        assertThatTheRateIsBetween(2.7e-3, 4.5e-3, rate -> fall(rate) + (rate > 0.1 ? 1e4 : 0));
    }

    /** A real curve's floor is flat or noisy, so the place of its minimum says little. */
    @Test
    void itDoesNotDependOnWhereAFlatFloorIsLowest() {
        assertThatTheRateIsBetween(2.7e-3, 4.5e-3, rate -> fall(rate) - (rate > 0.6 ? 0.5 : 0));
        assertThatTheRateIsBetween(2.7e-3, 4.5e-3, rate -> fall(rate) - (rate > 0.02 && rate < 0.04 ? 0.5 : 0));
    }

    @Test
    void aLossThatStillFallsWhereTheRatesEndSaysSo() {
        assertThat(found(WIDE, rate -> 10 - Math.log(rate))).isEqualTo(NoRate.STILL_FALLING);
        assertThat(found(new RateSweep(1e-6, 2e-3, 300), FindingTest::fall)).isEqualTo(NoRate.STILL_FALLING);
    }

    @Test
    void aLossThatFellLateButRoseBeforeTheEndHasItsMinimumInside() {
        assertThatTheRateIsBetween(0.12, 0.25, rate -> 10 - Math.log(rate) + 4 * Math.max(0, Math.log(rate / 0.5)));
    }

    /** A test that broke off has no rates beyond. */
    @Test
    void aLossThatFellUntilItExplodedHasItsMinimumInside() {
        assertThatTheRateIsBetween(0.02, 0.1, rate -> rate < 0.1 ? 10 - Math.log(rate) : 1e6);
    }

    @Test
    void aLossThatRisesFromTheStartSaysSo() {
        assertThat(found(WIDE, rate -> 100 + Math.log(rate))).isEqualTo(NoRate.ROSE);
    }

    /** At once too high, the loss explodes and may come down again, but never below where it began. */
    @Test
    void aFallFromAnExplosionAtTheFirstRatesIsNoFall() {
        RateSweep high = new RateSweep(0.05, 10, 300);

        assertThat(found(high, rate -> rate < 0.051 ? 900 : Math.max(900, 1e6 * (0.5 - rate))))
                .isEqualTo(NoRate.ROSE);
    }

    @Test
    void aLossThatFellAtTheVeryFirstRatesSaysSo() {
        RateSweep high = new RateSweep(2e-3, 1, 300);

        assertThat(found(high, rate -> fall(rate) + 1e3 * Math.max(0, rate - 0.1)))
                .isEqualTo(NoRate.FELL_AT_ONCE);
        assertThat(found(WIDE, rate -> 100 + 40 * Math.abs(Math.log10(rate / 3e-6))))
                .isEqualTo(NoRate.FELL_AT_ONCE);
    }

    @Test
    void noiseIsNoFall() {
        Random random = new Random(5);

        assertThat(found(WIDE, rate -> 100 + random.nextGaussian())).isEqualTo(NoRate.FLAT);
    }

    @Test
    void nothingIsReadFromNothing() {
        assertThat(new LossCurve(WIDE).finding()).isEqualTo(NoRate.UNMEASURED);
    }

    /** From 100 to 40 over about two orders of magnitude around 1e-3. */
    private static double fall(double rate) {
        return 100 - 60 / (1 + Math.exp(-5 * (Math.log10(rate) + 3)));
    }

    private static void assertThatTheRateIsBetween(double least, double most, DoubleUnaryOperator loss) {
        assertThat(found(WIDE, loss))
                .isInstanceOfSatisfying(
                        Finding.Rate.class, found -> assertThat(found.rate()).isBetween(least, most));
    }

    private static Finding found(RateSweep sweep, DoubleUnaryOperator loss) {
        LossCurve curve = new LossCurve(sweep);
        for (int step = 0; step < sweep.steps(); step++) {
            StepFinished event = finished(step, sweep.at(step), loss.applyAsDouble(sweep.at(step)));
            if (curve.afterStep(curve.initial(), event, new Progress(step + 1, 0, true, Optional.empty()))
                    .reason()
                    .isPresent()) {
                break;
            }
        }
        return curve.finding();
    }

    private static StepFinished finished(long step, double rate, double loss) {
        return new StepFinished(
                step,
                0,
                rate,
                Prices.beta(1),
                OptionalDouble.of(1),
                new Readings(
                        new Measures(loss, loss, loss, 0, 0, List.of(0.0), Map.of(), Optional.empty()),
                        1,
                        10,
                        false,
                        Map.of()),
                OptionalDouble.empty(),
                Map.of(),
                1e-3,
                0);
    }
}
