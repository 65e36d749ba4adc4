package dev.equipoise.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.balance.LearningRate;
import dev.equipoise.balance.Readings;
import dev.equipoise.balance.ScheduledRate;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The rules for every learning rate, whatever training measures. A test class implements this interface and
 * provides the learning rate.
 */
public interface LearningRateContract {

    /** A new learning rate with its own configuration. */
    LearningRate<?> learningRate();

    @Test
    default void itIsFiniteAndNotNegativeAtEveryStepAndEqualIfItIsMadeAgain() {
        LearningRate<?> one = learningRate();
        LearningRate<?> other = learningRate();
        LongStream.concat(
                        LongStream.of(1_000_000_000),
                        LongStream.concat(LongStream.range(0, 3_000), new Random(3).longs(10_000, 0, 1_000_000_001)))
                .forEach(step -> {
                    assertThat(first(one, step)).isFinite().isNotNegative();
                    assertThat(first(one, step)).isEqualTo(first(other, step));
                });
    }

    @Test
    default void itsStateSurvivesJsonAndEqualReadingsGiveEqualSuccessors() {
        fold(learningRate());
    }

    private static <S extends Record> double first(LearningRate<S> rate, long step) {
        return rate.at(step, rate.initial());
    }

    private static <S extends Record> void fold(LearningRate<S> rate) {
        S state = rate.initial();
        long step = 0;
        for (Readings readings : Trial.wild(2_000)) {
            S next = rate.next(step, state, readings);
            assertThat(rate.next(step, state, readings)).isEqualTo(next);
            SavedState.survives(next);
            step++;
            assertThat(rate.at(step, next)).isFinite().isNotNegative();
            state = next;
        }
        if (!(rate instanceof ScheduledRate)) {
            assertThat(state).as("the state after a run").isNotEqualTo(rate.initial());
        }
    }
}
