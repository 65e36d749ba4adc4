package dev.equipoise.schedules.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Prices;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.testing.Trial;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class KlTargetTest implements KlControllerContract {

    private static final KlTarget.Strategy TWO_NATS = new KlTarget.Strategy(2, new BetaRange(1e-4, 1e3, 1));

    @Override
    public BalancingStrategy<?> holding(double nats, BetaRange range) {
        return new KlTarget.Strategy(nats, range);
    }

    /**
     * A wild reading is an error of 5, of which the average takes 0.5. Until that has decayed, the integral gains at most
     * 0.003·(Σ e + 2·Σ e³) = 0.003·(0.5/0.1 + 2·0.125/0.271) = 0.0178, which it keeps as long as every further reading is
     * on target; the average itself still adds less than 0.0003. A smaller limit would keep less, and hold less than the mean of readings that scatter.
     */
    @Test
    void oneWildReadingIsForgottenWithinFiftySteps() {
        KlTarget.State state = TWO_NATS.next(0, TWO_NATS.initial(), Trial.kl(1e300));
        for (int step = 1; step <= 50; step++) {
            state = TWO_NATS.next(step, state, Trial.kl(2));
        }
        assertThat(beta(TWO_NATS.prices(51, state))).isBetween(1.0, Math.exp(0.0181));
        assertThat(TWO_NATS.exported(state).get("smoothedKl")).isCloseTo(2, within(0.006));
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
                .contains("about 2000 steps", "the run leaves it 500", "klTarget.initialBeta");
        assertThat(TWO_NATS.foresee(Trial.facts(2_000))).isEmpty();
    }

    @Test
    void boundsThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> create(Crossed.class))
                .isInstanceOf(InvalidPartException.class)
                .hasMessage("minBeta must be below maxBeta (1.0), got 2.0");
        assertThatThrownBy(() -> create(Outside.class))
                .isInstanceOf(InvalidPartException.class)
                .hasMessage("initialBeta must be between minBeta (1.0E-4) and maxBeta (1000.0), got 5000.0");
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
