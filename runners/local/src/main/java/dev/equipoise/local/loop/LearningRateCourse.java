package dev.equipoise.local.loop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.balance.OpenLoop.Stateless;
import dev.equipoise.balance.Readings;
import dev.equipoise.balance.SteeredRate;
import dev.equipoise.local.checkpoint.StateJson;

/**
 * The learning rate on its way through a run, with its state.
 *
 * @param <S> the state
 */
final class LearningRateCourse<S extends Record> {

    private final SteeredRate<S> rate;
    private S state;

    private LearningRateCourse(SteeredRate<S> rate) {
        this.rate = rate;
        state = rate.initial();
    }

    static LearningRateCourse<?> of(LearningRate rate) {
        return rate instanceof SteeredRate<?> steered ? of(steered) : of(new Scheduled(rate));
    }

    private static <S extends Record> LearningRateCourse<S> of(SteeredRate<S> rate) {
        return new LearningRateCourse<>(rate);
    }

    double at(long step) {
        return rate.at(step, state);
    }

    void next(long step, Readings readings) {
        state = rate.next(step, state, readings);
    }

    JsonNode save() {
        return StateJson.tree(state);
    }

    void restore(JsonNode saved) {
        state = StateJson.readLike(saved, state, "the learning rate");
    }

    /** A rate that depends on the step alone. */
    private record Scheduled(LearningRate rate) implements SteeredRate<Stateless> {

        @Override
        public Stateless initial() {
            return new Stateless();
        }

        @Override
        public double at(long step, Stateless state) {
            return rate.at(step);
        }

        @Override
        public Stateless next(long step, Stateless state, Readings readings) {
            return state;
        }
    }
}
