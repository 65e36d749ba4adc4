package dev.equipoise.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.balance.OpenLoop;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.ScheduledRate;
import dev.equipoise.objective.Price;
import dev.equipoise.part.Stateless;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LateRampTest {

    private static final long TOTAL = 6_000;

    /** From 1e-2 to 1e-5 over the run. */
    private static final ScheduledRate COSINE = cosine(TOTAL);

    private static final ScheduledRate LINE = step -> 1e-2 * (1 - step / (TOTAL + 1.0));

    @Test
    void theLastOfFourCyclesMeetsACosineRateThatIsAlmostGone() {
        assertThat(warning(cycles(4, 0.5), COSINE))
                .contains("the last ramp of the strategy ends at step 5175 of 6000, when the learning rate of"
                        + " the rate has fallen to 4.7 % of its largest value and stays there: training cannot follow; end the"
                        + " ramp earlier, or use a rate that is constant or in phase with beta");
    }

    @ParameterizedTest(name = "{0} cycles with a ramp of {1}: {2} under a cosine, {3} under a line")
    @CsvSource({
        "8, 0.5, true, true",
        "4, 0.9, true, true",
        "4, 0.5, true, false",
        "2, 0.5, false, false",
        "1, 0.5, false, false"
    })
    void aWarningComesWhereTheOptimumWasMissed(int cycles, double ramp, boolean underCosine, boolean underLine) {
        assertThat(warning(cycles(cycles, ramp), COSINE).isPresent()).isEqualTo(underCosine);
        assertThat(warning(cycles(cycles, ramp), LINE).isPresent()).isEqualTo(underLine);
    }

    @Test
    void aRateThatIsConstantOrComesBackAfterTheRampIsAlive() {
        ScheduledRate constant = step -> 1e-3;
        ScheduledRate restarting = step -> COSINE.at(step % 1_500 * 4);
        assertThat(warning(cycles(4, 0.5), constant)).isEmpty();
        assertThat(warning(cycles(4, 0.5), restarting)).isEmpty();
    }

    @Test
    void aRampThatIsOverBeforeTheRateHasWarmedUpIsFollowed() {
        ScheduledRate warming = step -> 1e-3 * Math.min(1, (step + 1) / 1_000.0);
        assertThat(warning(share -> Math.min(1, share * 600), warming)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void aBetaThatJumpsOrFallsAtTheEndIsALastRampToo(double after) {
        assertThat(warning(share -> share < 0.9 ? 0.5 : after, COSINE)).isPresent();
        assertThat(warning(share -> share < 0.5 ? 0.5 : after, COSINE)).isEmpty();
    }

    @Test
    void aBetaThatComesCloserForEverHasArrivedWhenItIsNear() {
        assertThat(warning(share -> 1 - Math.exp(-10 * share), COSINE)).isEmpty();
    }

    @Test
    void withoutARampOrWithoutBetaNothingIsSaid() {
        OpenLoop noBeta = step -> new Prices(Price.of(1), Price.towards(step, 10), Map.of());
        assertThat(warning(share -> 1, COSINE)).isEmpty();
        assertThat(new LateRamp(noBeta, COSINE, TOTAL).warning("", "")).isEmpty();
    }

    @Test
    void aKlThatIsSteeredUpLateIsALastRampToo() {
        assertThat(new LateRamp(rising(0.95), COSINE, TOTAL).warning("capacity", "the rate"))
                .hasValueSatisfying(warning -> assertThat(warning).startsWith("the last ramp of capacity ends at"));
        assertThat(new LateRamp(rising(0.5), COSINE, TOTAL).warning("", "")).isEmpty();
    }

    private static OpenLoop rising(double share) {
        return new OpenLoop() {
            @Override
            public Prices prices(long step) {
                return new Prices(Price.of(1), Price.towards(target(step), 10), Map.of());
            }

            @Override
            public Optional<Double> klTarget(long step, Stateless state) {
                return Optional.of(target(step));
            }

            private double target(long step) {
                return Math.min(step / (share * TOTAL), 1);
            }
        };
    }

    @Test
    void aPartThatFailsAtALaterStepIsLeftToTheRun() {
        OpenLoop priceless = step -> Prices.beta(step == 3 ? Double.NaN : 1);
        OpenLoop broken = step -> {
            throw new AssertionError("on purpose");
        };
        assertThat(new LateRamp(priceless, COSINE, TOTAL).warning("", "")).isEmpty();
        assertThat(new LateRamp(broken, COSINE, TOTAL).warning("", "")).isEmpty();
    }

    @Test
    void aRunOfAHundredMillionStepsIsSampled() {
        long total = 100_000_000;
        assertThat(new LateRamp(beta(cycles(4, 0.5), total), cosine(total), total).warning("the strategy", "the rate"))
                .hasValueSatisfying(warning -> assertThat(warning).contains("of 100000000", "4.7 %"));
        assertThat(new LateRamp(beta(share -> 1, 1), COSINE, 1).warning("", "")).isEmpty();
    }

    private static Optional<String> warning(DoubleUnaryOperator betaByShare, ScheduledRate rate) {
        return new LateRamp(beta(betaByShare, TOTAL), rate, TOTAL).warning("the strategy", "the rate");
    }

    private static OpenLoop beta(DoubleUnaryOperator byShare, long total) {
        return step -> Prices.beta(byShare.applyAsDouble((double) step / total));
    }

    private static DoubleUnaryOperator cycles(int cycles, double ramp) {
        return share -> Math.min(1, share * cycles % 1 / ramp);
    }

    private static ScheduledRate cosine(long total) {
        return step -> 1e-5 + (1e-2 - 1e-5) * (1 + Math.cos(Math.PI * step / (total - 1))) / 2;
    }
}
