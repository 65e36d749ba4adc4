package dev.equipoise.schedules;

import static dev.equipoise.schedules.ScheduleAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Schedule;
import dev.equipoise.testing.StrategyContract;
import org.junit.jupiter.api.Test;

/** A strategy put together from schedules, as the page on extending shows it. */
class ScheduledBetaTest implements StrategyContract {

    private static final Schedule WAVE = step -> Math.min(step / 50.0, 1);

    private static final ScheduledBeta WAVES =
            ScheduledBeta.of(WAVE.repeatedEvery(100).scaledBy(4).then(300, step -> 1), 300);

    @Override
    public BalancingStrategy<?> strategy() {
        return WAVES;
    }

    @Test
    void itFollowsTheScheduleAndSettlesWhenTold() {
        assertThat(WAVES).startsAt(0).is(2, 25).is(4, 99).is(0, 200).is(4, 299).staysAt(1, 300, 1_000);
        assertThat(WAVES.prices(225)).isEqualTo(Prices.beta(2));
        assertThat(WAVES.settled(299, WAVES.initial())).isFalse();
        assertThat(WAVES.settled(300, WAVES.initial())).isTrue();
    }

    @Test
    void cyclesBuiltByHandEqualThoseOfTheAnnotation() {
        CyclicalAnnealing.Strategy cycles = new CyclicalAnnealing.Strategy(1, 4, 0, 0.5, RampShape.LINEAR, 400);
        ScheduledBeta byHand = ScheduledBeta.of(WAVE.repeatedEvery(100), 350);
        for (long step = 0; step < 400; step++) {
            assertThat(byHand).is(cycles.at(step), step);
        }
    }
}
