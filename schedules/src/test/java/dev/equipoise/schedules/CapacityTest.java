package dev.equipoise.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.objective.AbsoluteDeviation;
import dev.equipoise.objective.Price;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CapacityTest {

    private static final Capacity.Strategy FIVE_NATS = new Capacity.Strategy(10, 5, 100);

    @Test
    void theCapacityRisesAlongALineAndStays() {
        assertThat(FIVE_NATS.prices(0).divergence()).isEqualTo(Price.towards(0, 10));
        assertThat(FIVE_NATS.prices(50).divergence()).isEqualTo(Price.towards(2.5, 10));
        assertThat(FIVE_NATS.prices(100).divergence()).isEqualTo(Price.towards(5, 10));
        assertThat(FIVE_NATS.prices(10_000).divergence()).isEqualTo(Price.towards(5, 10));
        assertThat(FIVE_NATS.klTarget(50, FIVE_NATS.initial())).contains(2.5);
    }

    @Test
    void itPricesTheDistanceFromTheCapacityAndHasNoBeta() {
        assertThat(FIVE_NATS.divergencePenalty()).contains(new AbsoluteDeviation());
        assertThat(FIVE_NATS.prices(0).effectiveBeta()).isEmpty();
        assertThat(FIVE_NATS.prices(200).effectiveBeta()).isEmpty();
    }

    @Test
    void itSettlesWhenTheCapacityIsFull() {
        assertThat(FIVE_NATS.settled(99, FIVE_NATS.initial())).isFalse();
        assertThat(FIVE_NATS.settled(100, FIVE_NATS.initial())).isTrue();
    }

    @Test
    void aRiseLongerThanTheRunIsForeseenWithWhereItEnds() {
        assertThat(FIVE_NATS.foresee(Trial.facts(50)))
                .containsExactly("the capacity takes 100 steps to rise, longer than the run of 50:"
                        + " it ends at 2.45 nats, not at 5.0; set capacity.steps to at most 50");
        assertThat(FIVE_NATS.foresee(Trial.facts(100))).isEmpty();
    }

    @Test
    void withoutALengthTheRiseTakesHalfOfTheRun() {
        assertThat(create(Default.class)).isEqualTo(new Capacity.Strategy(10, 5, 500));
        assertThat(create(Moved.class)).isEqualTo(new Capacity.Strategy(3, 4, 20));
    }

    private static BalancingStrategy<?> create(Class<?> experiment) {
        Capacity annotation = Objects.requireNonNull(experiment.getAnnotation(Capacity.class));
        return new Capacity.Factory().create(annotation, Trial.facts(1_000));
    }

    @Capacity(nats = 5)
    private static final class Default {}

    @Capacity(gamma = 3, nats = 4, steps = 20)
    private static final class Moved {}
}
