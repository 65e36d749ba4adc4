package dev.equipoise.schedules.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.testing.Trial;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DualGradientTest implements KlControllerContract {

    private static final DualGradient.Strategy TWO_NATS =
            new DualGradient.Strategy(2, 0.004, new BetaRange(1e-4, 1e3, 1));

    @Override
    public BalancingStrategy<?> holding(double nats, BetaRange range) {
        return new DualGradient.Strategy(nats, 0.004, range);
    }

    @Test
    void everyStepMovesLogBetaByTheRateTimesTheSmoothedErrorAndTwiceThatAtAnErrorOfOne() {
        SteeredBeta state = TWO_NATS.next(0, TWO_NATS.initial(), Trial.kl(3));
        assertThat(state.logBeta()).isCloseTo(0.004 * 0.05 * (1 + 0.05 * 0.05), within(1e-15));
        SteeredBeta wild = TWO_NATS.next(1, state, Trial.kl(1e300));
        assertThat(wild.error()).isCloseTo(0.545, within(1e-15));
        assertThat(TWO_NATS.next(0, new SteeredBeta(0, 1), Trial.kl(1e300)).logBeta())
                .isCloseTo(0.004 * 2, within(1e-15));
        assertThat(TWO_NATS.next(0, TWO_NATS.initial(), Trial.kl(1)).logBeta()).isNegative();
    }

    @Test
    void itTellsItsTargetAndTheKlThatItSees() {
        SteeredBeta state = TWO_NATS.next(0, TWO_NATS.initial(), Trial.kl(3));
        assertThat(TWO_NATS.klTarget(0, state)).contains(2.0);
        assertThat(TWO_NATS.exported(state).get("smoothedKl")).isCloseTo(0.9 * 2 + 0.1 * 3, within(1e-12));
    }

    @Test
    void aRunTooShortToSettleIsForeseen() {
        assertThat(TWO_NATS.foresee(Trial.facts(500)))
                .singleElement()
                .asString()
                .contains("about 2000 steps", "the run leaves it 500", "dualGradient.initialBeta");
        assertThat(TWO_NATS.foresee(Trial.facts(2_000))).isEmpty();
    }

    @Test
    void theFactoryTakesEveryAttributeAndRefusesCrossedBounds() {
        assertThat(create(Moved.class)).isEqualTo(new DualGradient.Strategy(3, 0.01, new BetaRange(0.1, 10, 2)));
        assertThat(create(Default.class)).isEqualTo(TWO_NATS);
        assertThatThrownBy(() -> create(Crossed.class))
                .isInstanceOf(InvalidPartException.class)
                .hasMessage("minBeta must be below maxBeta (1.0), got 2.0");
    }

    private static BalancingStrategy<?> create(Class<?> experiment) {
        DualGradient annotation = Objects.requireNonNull(experiment.getAnnotation(DualGradient.class));
        return new DualGradient.Factory().create(annotation, Trial.facts(1_000));
    }

    @DualGradient(nats = 2)
    private static final class Default {}

    @DualGradient(nats = 3, rate = 0.01, minBeta = 0.1, maxBeta = 10, initialBeta = 2)
    private static final class Moved {}

    @DualGradient(nats = 2, minBeta = 2, maxBeta = 1)
    private static final class Crossed {}
}
