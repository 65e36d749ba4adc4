package dev.equipoise.schedules.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.testing.Trial;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DynamicKlTargetTest implements KlControllerContract {

    private static final BetaRange WIDE = new BetaRange(1e-4, 1e3, 1);
    private static final DynamicKlTarget.Strategy RISING = new DynamicKlTarget.Strategy(2, 1_000, WIDE);

    @Override
    public BalancingStrategy<?> holding(double nats, BetaRange range) {
        return new DynamicKlTarget.Strategy(nats, 0, range);
    }

    @Test
    void aStepIsProportionalToTheChangeOfTheErrorAndToTheError() {
        DynamicKlTarget.Strategy strategy = new DynamicKlTarget.Strategy(2, 0, WIDE);
        SteeredBeta first = strategy.next(0, strategy.initial(), Trial.kl(3));
        assertThat(first.error()).isCloseTo(0.05, within(1e-15));
        assertThat(first.logBeta()).isCloseTo(0.1 * 0.05 + 0.003 * 0.05 * (1 + 2 * 0.05 * 0.05), within(1e-15));
        SteeredBeta second = strategy.next(1, first, Trial.kl(1e300));
        assertThat(second.error()).isCloseTo(0.545, within(1e-15));
        assertThat(second.logBeta() - first.logBeta())
                .isCloseTo(0.1 * 0.495 + 0.003 * 0.545 * (1 + 2 * 0.545 * 0.545), within(1e-15));
    }

    @Test
    void betaRisesUnderATargetThatHasYetToRiseAndKlEndsOnIt() {
        assertThat(RISING.klTarget(0, RISING.initial())).contains(0.0);
        assertThat(RISING.klTarget(500, RISING.initial())).contains(1.0);
        assertThat(RISING.klTarget(1_000, RISING.initial())).contains(2.0);
        WaterFilling plant = WaterFilling.ofKl(30, 0.05, 1);
        SteeredBeta state = RISING.initial();
        double highest = 0;
        for (int step = 0; step < 3_000; step++) {
            double beta = RISING.prices(step, state).effectiveBeta().orElseThrow();
            highest = Math.max(highest, beta);
            state = RISING.next(step, state, Trial.kl(plant.step(beta)));
            if (step == 1_000) {
                assertThat(RISING.settled(step, state)).isFalse();
            }
        }
        assertThat(highest).isGreaterThan(1.5);
        assertThat(plant.level()).isCloseTo(2, within(0.1));
        assertThat(RISING.settled(3_000, state)).isTrue();
    }

    @Test
    void itTellsHowFarKlIsFromItsTarget() {
        SteeredBeta state = RISING.next(1_000, RISING.initial(), Trial.kl(3));
        assertThat(RISING.exported(state).get("deviation")).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void aRunShorterThanTheTargetsRiseOrTheControllersTimeIsForeseen() {
        assertThat(RISING.foresee(Trial.facts(500)))
                .containsExactly("the target takes 1000 steps to rise, longer than the run of 500:"
                        + " it ends at 0.998 nats, not at 2.0; set dynamicKlTarget.steps to at most 500");
        assertThat(RISING.foresee(Trial.facts(1_500)))
                .singleElement()
                .asString()
                .contains("about 2000 steps", "the run leaves it 500", "dynamicKlTarget.initialBeta");
        assertThat(RISING.foresee(Trial.facts(3_000))).isEmpty();
    }

    @Test
    void theFactoryTakesEveryAttributeAndRefusesCrossedBounds() {
        assertThat(create(Moved.class)).isEqualTo(new DynamicKlTarget.Strategy(3, 50, new BetaRange(0.1, 10, 2)));
        assertThat(create(Default.class)).isEqualTo(new DynamicKlTarget.Strategy(2, 0, WIDE));
        assertThatThrownBy(() -> create(Crossed.class))
                .isInstanceOf(InvalidPartException.class)
                .hasMessage("minBeta must be below maxBeta (1.0), got 2.0");
    }

    private static BalancingStrategy<?> create(Class<?> experiment) {
        DynamicKlTarget annotation = Objects.requireNonNull(experiment.getAnnotation(DynamicKlTarget.class));
        return new DynamicKlTarget.Factory().create(annotation, Trial.facts(1_000));
    }

    @DynamicKlTarget(nats = 2)
    private static final class Default {}

    @DynamicKlTarget(nats = 3, steps = 50, minBeta = 0.1, maxBeta = 10, initialBeta = 2)
    private static final class Moved {}

    @DynamicKlTarget(nats = 2, minBeta = 2, maxBeta = 1)
    private static final class Crossed {}
}
